import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './root.mjs'
import { emulatorPython } from './venv.mjs'

/**
 * A MiniStack for this process: on a free port, with a folder of its own. It ends with this process at the latest.
 * @returns {Promise<import('./start.mjs').Emulator>}
 */
export async function startMinistack() {
  const python = await emulatorPython()
  for (let attempt = 1; ; attempt++) {
    const folder = mkdtempSync(join(tmpdir(), 'limelight-emulator-'))
    const port = await freePort()
    const log = join(folder, 'log')
    const child = launch([python, join(root, 'scripts/emulator/guard.py'), folder, python, '-m', 'ministack'], {
      folder,
      port,
      log,
      stdin: 'pipe',
    })
    if (await isReady(child, port)) {
      const endpoint = `http://127.0.0.1:${port}`
      return { kind: 'ministack', endpoint, fromFunctions: endpoint, log, stop: () => end(child) }
    }
    // Another process may have taken the port since it was found to be free.
    const said = tail(log)
    await end(child)
    if (attempt === 3) throw new Error(`the AWS emulator (MiniStack) does not start; it said:\n${said}`)
  }
}

/**
 * A MiniStack that stays when this process ends: `npm run stack:up`. Its process group is to be killed.
 * @param {{ folder: string, port: number }} where
 * @returns {Promise<{ pid: number, endpoint: string, log: string }>}
 */
export async function startStayingMinistack({ folder, port }) {
  const python = await emulatorPython()
  mkdirSync(folder, { recursive: true })
  const log = join(folder, 'log')
  const child = launch([python, '-m', 'ministack'], { folder, port, log, stdin: 'ignore' })
  if (child.pid === undefined || !(await isReady(child, port))) {
    throw new Error(`the AWS emulator (MiniStack) does not start on port ${port}; it said:\n${tail(log)}`)
  }
  return { pid: child.pid, endpoint: `http://127.0.0.1:${port}`, log }
}

/**
 * @param {string[]} command
 * @param {{ folder: string, port: number, log: string, stdin: 'pipe' | 'ignore' }} options
 */
function launch([program, ...args], { folder, port, log, stdin }) {
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary, { recursive: true })
  // Functions are unpacked there as CommonJS: they must not find this checkout's package.json, which says otherwise.
  writeFileSync(join(temporary, 'package.json'), '{}')
  const output = openSync(log, 'a')
  // `detached`: a group of its own, which Ctrl-C in a terminal does not reach.
  const child = spawn(program, args, {
    cwd: folder,
    detached: true,
    stdio: [stdin, output, output],
    env: environment(temporary, port),
  })
  closeSync(output)
  child.unref()
  child.stdin?.unref()
  return child
}

/**
 * Nothing of the user's own: functions inherit this environment, and they must not find somebody's credentials.
 * @param {string} temporary
 * @param {number} port
 */
function environment(temporary, port) {
  return {
    HOME: temporary,
    LANG: 'C.UTF-8',
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    TMPDIR: temporary,
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    LAMBDA_EXECUTOR: 'local',
    ATHENA_ENGINE: 'duckdb',
    // It would want a port of its own.
    IOT_MTLS_ENABLED: 'false',
    S3_DATA_DIR: join(temporary, 's3'),
    STATE_DIR: join(temporary, 'state'),
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} port
 */
async function isReady(child, port) {
  const until = Date.now() + 60_000
  while (Date.now() < until && child.exitCode === null && child.signalCode === null) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/_ministack/health`, { signal: AbortSignal.timeout(5_000) })
      // Read to its end: an answer that is not keeps the process from ending.
      await answer.arrayBuffer()
      // Another emulator on this port answers as well: ours must be alive for it.
      if (answer.ok) return child.exitCode === null && child.signalCode === null
    } catch {
      // Not yet.
    }
    await sleep(50)
  }
  return false
}

/** @param {import('node:child_process').ChildProcess} child */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.ref()
  child.stdin?.end()
  await ended
}

/** @param {string} log */
function tail(log) {
  try {
    return readFileSync(log, 'utf8').split('\n').slice(-20).join('\n')
  } catch {
    return '(nothing)'
  }
}
