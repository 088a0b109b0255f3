import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(fileURLToPath(import.meta.url), '..', '..')

/** Rooms that have a kernel. */
export const rooms = ['variables', 'vision', 'brands/features', 'brands/shapes']

/** Compiles the kernel of a room from AssemblyScript; kernel.wasm is committed, and a test keeps it true. */
export function compileKernel(room, out = join(root, 'src', room, 'kernel/kernel.wasm')) {
  const options = '-O3 --enable simd --runtime stub --noAssert --use abort='.split(' ')
  const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js')
  const source = join(root, 'src', room, 'kernel/assembly/index.ts')
  execFileSync(process.execPath, [compiler, source, '-o', out, ...options], { stdio: 'inherit' })
}

// `node scripts/kernel.mjs [ROOM...]`: all kernels, or those of some rooms, in their places.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wanted = process.argv.slice(2)
  for (const room of wanted.length > 0 ? wanted : rooms) compileKernel(room)
}
