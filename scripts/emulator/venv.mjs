/** `node scripts/emulator/venv.mjs`: installs the emulator that needs no Docker, into .cache/emulator. */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { root } from './root.mjs'

const folder = join(root, '.cache/emulator')
const venv = join(folder, 'venv')
/** What is installed; written last, so that a half-made environment is never used. */
const stamp = join(venv, 'installed.txt')
const lock = join(folder, 'lock')
const requirements = join(root, 'scripts/emulator/requirements.txt')

/** Python 3.10 or later with venv: what the emulator runs on. */
export function pythonRuns() {
  const { status } = spawnSync('python3', ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'])
  return status === 0
}

/**
 * Installs the emulator once (half a minute); several processes may ask at the same time.
 * @returns {Promise<string>} the Python that has it
 */
export async function emulatorPython() {
  const python = join(venv, 'bin/python')
  while (!isInstalled()) {
    if (!takeLock()) {
      await sleep(200)
      continue
    }
    try {
      if (!isInstalled()) await install(python)
    } finally {
      rmSync(lock, { force: true })
    }
  }
  return python
}

function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(requirements, 'utf8')
}

function takeLock() {
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (isStale()) rmSync(lock, { force: true })
    return false
  }
}

/** Its holder is dead. A lock without a number is being written just now, or its writer was killed then. */
function isStale() {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    if (pid > 0) return !isAlive(pid)
    return Date.now() - statSync(lock).mtimeMs > 5_000
  } catch {
    // Given back while we looked.
    return false
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** @param {string} python */
async function install(python) {
  process.stderr.write('limelight: installing the AWS emulator into .cache/emulator (once, half a minute) ...\n')
  const run = promisify(execFile)
  rmSync(venv, { recursive: true, force: true })
  await run('python3', ['-m', 'venv', venv])
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements])
  writeFileSync(stamp, readFileSync(requirements, 'utf8'))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await emulatorPython())
