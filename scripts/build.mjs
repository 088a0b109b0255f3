import { chmodSync, cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { install, root, run } from './setup.mjs'

const dist = join(root, 'dist')
const stamp = join(dist, '.built')

/** Compiles src into dist, and copies what is not TypeScript, if anything is newer than the last build. */
export function build() {
  install()
  const sources = files(join(root, 'src'))
  const inputs = [
    ...sources,
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.build.json'),
    join(root, 'package.json'),
  ]
  if (existsSync(stamp) && inputs.every((file) => statSync(file).mtimeMs < statSync(stamp).mtimeMs)) return
  const started = new Date()
  rmSync(stamp, { force: true })
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'])
  for (const file of sources.filter((name) => !name.endsWith('.ts') && !name.includes('assembly'))) {
    cpSync(file, join(dist, relative(join(root, 'src'), file)))
  }
  chmodSync(join(dist, 'cli/limelight.js'), 0o755)
  writeFileSync(stamp, started.toISOString())
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) build()
