/** An emulator that stays after the command that started it: at most one a checkout, remembered in .cache/stack. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dockerRuns, localstackImage } from './localstack.mjs'
import { startStayingMinistack } from './ministack.mjs'
import { root } from './root.mjs'

export const stackFolder = join(root, '.cache/stack')
const stateFile = join(stackFolder, 'state.json')

/**
 * @typedef {{ endpoint: string, log: string } & ({ kind: 'ministack', pid: number } | { kind: 'localstack', container: string })} Staying
 */

/** @returns {Promise<Staying | null>} the emulator that is up */
export async function findStaying() {
  if (!existsSync(stateFile)) return null
  const state = JSON.parse(readFileSync(stateFile, 'utf8'))
  return (await answers(state.endpoint)) ? state : null
}

/**
 * @param {number} port
 * @returns {Promise<Staying>}
 * @throws Error if something else answers on that port
 */
export async function startStaying(port) {
  const endpoint = `http://127.0.0.1:${port}`
  if (await answers(endpoint)) {
    throw new Error(
      `port ${port}: an emulator that this checkout did not start answers there; ` +
        'stop it, choose another by LIMELIGHT_STACK_PORT, or use it by LIMELIGHT_AWS_ENDPOINT',
    )
  }
  await stopStaying()
  mkdirSync(stackFolder, { recursive: true })
  const state = dockerRuns() ? await startContainer(port) : await startProcess(port)
  writeFileSync(stateFile, JSON.stringify(state))
  return state
}

/** @returns {Promise<Staying | null>} what was stopped */
export async function stopStaying() {
  if (!existsSync(stateFile)) return null
  const state = JSON.parse(readFileSync(stateFile, 'utf8'))
  const wasUp = await answers(state.endpoint)
  if (state.kind === 'localstack') spawnSync('docker', ['rm', '--force', state.container], { stdio: 'ignore' })
  // The number may have gone to another process since: only while the emulator answers is it the emulator's.
  else if (wasUp) process.kill(-state.pid, 'SIGKILL')
  rmSync(stackFolder, { recursive: true, force: true, maxRetries: 5 })
  return wasUp ? state : null
}

/** @param {number} port @returns {Promise<Staying>} */
async function startProcess(port) {
  return { kind: 'ministack', ...(await startStayingMinistack({ folder: stackFolder, port })) }
}

/** @param {number} port @returns {Promise<Staying>} */
async function startContainer(port) {
  const container = `limelight-stack-${port}`
  const endpoint = `http://127.0.0.1:${port}`
  const socket = '/var/run/docker.sock:/var/run/docker.sock'
  const options = ['--detach', '--rm', '--name', container, '--publish', `127.0.0.1:${port}:4566`, '--volume', socket]
  execFileSync('docker', ['run', ...options, localstackImage], { stdio: ['ignore', 'ignore', 'inherit'] })
  for (const until = Date.now() + 120_000; !(await answers(endpoint)); await sleep(200)) {
    if (Date.now() > until) throw new Error(`LocalStack does not start; look at \`docker logs ${container}\``)
  }
  return { kind: 'localstack', endpoint, container, log: `docker logs ${container}` }
}

/** @param {string} endpoint */
async function answers(endpoint) {
  try {
    const answer = await fetch(`${endpoint}/_localstack/health`, { signal: AbortSignal.timeout(2_000) })
    // Read to its end: an answer that is not keeps the process from ending.
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}
