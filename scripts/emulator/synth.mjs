/**
 * `node scripts/emulator/synth.mjs STAGE FOLDER all|storage`: writes the template of a local stage and its assets into a folder. A process of
 * its own, so that the CDK is not loaded into every file of tests.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { bundleFunctions } from '../bundle-functions.mjs'
import { root } from './root.mjs'

const [stage = '', outdir = '', parts = 'all'] = process.argv.slice(2)
// Below the checkout, where packages are found; by process, as several may do the same at the same time.
const outfile = join(root, `.cache/infra/synth-${process.pid}.mjs`)
try {
  buildSync({
    absWorkingDir: root,
    entryPoints: ['infra/build-app.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  })
  const { buildApp } = await import(pathToFileURL(outfile).href)
  buildApp({
    context: { stage },
    outdir,
    functions: parts === 'all' ? await bundleFunctions('local') : null,
    check: false,
  }).synth()
} finally {
  rmSync(outfile, { force: true })
}
