/** `npm run -s limelight -- ARGS` from a checkout: installs and builds if need be, then runs the command where the user stands. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.mjs'
import { root } from './setup.mjs'

build()
const child = spawn(process.execPath, [join(root, 'dist/cli/limelight.js'), ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
})
// Ctrl-C reaches the whole foreground group; the command itself decides what to finish.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
