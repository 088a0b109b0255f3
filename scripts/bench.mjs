/** `npm run bench -- NAME [ARGS]`: compiles src and bench into .cache/bench and runs bench/NAME.ts. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { root, run } from './setup.mjs'

const [name, ...args] = process.argv.slice(2)
const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
if (!name || !names.includes(name)) {
  console.error(`usage: npm run bench -- NAME; NAME is one of: ${names.join(', ')}`)
  process.exit(2)
}
build()
run(process.execPath, [
  join(root, 'node_modules/typescript/bin/tsc'),
  '--noEmit',
  'false',
  '--outDir',
  'dist-bench',
  '--rootDir',
  '.',
  '--declaration',
  'false',
])
for (const file of readdirSync(join(root, 'src'), { recursive: true })) {
  const from = join(root, 'src', file)
  if (/\.(wasm|bin|json|css)$/.test(file) && existsSync(from))
    (await import('node:fs')).cpSync(from, join(root, 'dist-bench/src', file))
}
run(process.execPath, [join(root, 'dist-bench/bench', `${name}.js`), ...args], { stdio: 'inherit' })
