import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Installs the locked dependencies if what lies in node_modules is not what package-lock.json asks for. */
export function install() {
  if (installed()) return
  process.stderr.write('limelight: installing dependencies (once, a minute or so) ...\n')
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'])
}

/** Runs a program in the checkout; a failure ends this process with its exit code. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    stdio: ['inherit', process.stderr.fd, 'inherit'],
    shell: process.platform === 'win32',
    ...options,
  })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

/** npm keeps what it installed in node_modules/.package-lock.json; packages for other platforms are not in it. */
function installed() {
  const hidden = new URL('../node_modules/.package-lock.json', import.meta.url)
  if (!existsSync(hidden)) return false
  const wanted = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')).packages
  const there = JSON.parse(readFileSync(hidden, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || (there[path] ? there[path].version === version : optional),
  )
}
