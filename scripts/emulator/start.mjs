/**
 * An endpoint that answers like AWS, for tests and for working by hand: `LIMELIGHT_AWS_ENDPOINT` if it is set, else
 * LocalStack where Docker runs, else MiniStack, which needs Python only.
 */
import { dockerRuns, localstackFromFunctions, startLocalstack } from './localstack.mjs'
import { startMinistack } from './ministack.mjs'
import { pythonRuns } from './venv.mjs'

/**
 * @typedef {object} Emulator
 * @property {'given' | 'localstack' | 'ministack'} kind
 * @property {string} endpoint
 * @property {string} fromFunctions the same endpoint, as functions reach it
 * @property {string | null} log file with what it says
 * @property {() => Promise<void>} stop
 */

/**
 * What there is to start here.
 * @returns {{ kind: Emulator['kind'] } | { kind: 'none', reason: string }}
 */
export function findEmulator() {
  if (process.env.LIMELIGHT_AWS_ENDPOINT) return { kind: 'given' }
  if (dockerRuns()) return { kind: 'localstack' }
  if (pythonRuns()) return { kind: 'ministack' }
  return {
    kind: 'none',
    reason: 'neither Docker nor Python 3.10 with venv runs here, and LIMELIGHT_AWS_ENDPOINT is not set',
  }
}

/** @returns {Promise<Emulator>} */
export async function startEmulator() {
  const found = findEmulator()
  switch (found.kind) {
    case 'given':
      return given(process.env.LIMELIGHT_AWS_ENDPOINT ?? '')
    case 'localstack':
      return startLocalstack()
    case 'ministack':
      return startMinistack()
    case 'none':
      throw new Error(found.reason)
  }
}

/** @param {string} endpoint @returns {Promise<Emulator>} */
async function given(endpoint) {
  const health = await fetch(`${endpoint}/_ministack/health`).catch((cause) => {
    throw new Error(`LIMELIGHT_AWS_ENDPOINT: nothing answers at ${endpoint}`, { cause })
  })
  const fromFunctions = health.ok ? endpoint : localstackFromFunctions
  return { kind: 'given', endpoint, fromFunctions, log: null, stop: async () => {} }
}
