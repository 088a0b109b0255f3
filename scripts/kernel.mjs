import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(fileURLToPath(import.meta.url), '..', '..')
const folder = join(root, 'src/variables/kernel')

/** Compiles the kernel of src/variables from AssemblyScript; kernel.wasm is committed, and a test keeps it true. */
export function compileKernel(out = join(folder, 'kernel.wasm')) {
  const options = '-O3 --enable simd --runtime stub --noAssert --use abort='.split(' ')
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js')
  execFileSync(process.execPath, [compiler, join(folder, 'assembly/index.ts'), '-o', out, ...options], {
    stdio: 'inherit',
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) compileKernel(process.argv[2])
