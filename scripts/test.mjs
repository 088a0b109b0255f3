/** `npm test`: set-up, build, Biome, tsc, Jest. Arguments go to Jest. The last line is `N passed, N failed`. */

import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { root, run } from './setup.mjs'

build()
run(process.execPath, [
  join(root, 'node_modules/@biomejs/biome/bin/biome'),
  'ci',
  '--colors=off',
  '--max-diagnostics=20',
  '.',
])
run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')])

const results = join(tmpdir(), `limelight-tests-${process.pid}.json`)
const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--json',
    `--outputFile=${results}`,
    '--testLocationInResults',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
)
const outcome = JSON.parse(readFileSync(results, 'utf8'))
rmSync(results)

const skipped = outcome.testResults.flatMap((file) =>
  file.assertionResults.filter((test) => test.status === 'pending').map((test) => test.fullName),
)
for (const name of skipped) console.log(`skipped: ${name}`)
// A file that does not load has no tests of its own: it counts as one failure.
const failed = outcome.numFailedTests + outcome.numRuntimeErrorTestSuites
if (skipped.length > 0) console.log(`${skipped.length} skipped`)
console.log(`${outcome.numPassedTests} passed, ${failed} failed`)
process.exitCode = jest.status === 0 && failed === 0 ? 0 : 1
