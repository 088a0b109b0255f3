import { spawnSync } from 'node:child_process'

/** The last version that needs no token. */
export const localstackImage = 'localstack/localstack:4.14.0'

/** Its address in the containers that functions run in. */
export const localstackFromFunctions = 'http://localhost.localstack.cloud:4566'

/** Whether Docker's engine answers; a client alone is not enough. */
export function dockerRuns() {
  const { status } = spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 })
  return status === 0
}

/**
 * A LocalStack in Docker; testcontainers removes it when this process has ended, however that was.
 * @returns {Promise<import('./start.mjs').Emulator>}
 */
export async function startLocalstack() {
  const { LocalstackContainer } = await import('@testcontainers/localstack')
  const container = await new LocalstackContainer(localstackImage)
    // Functions run in containers of their own.
    .withBindMounts([{ source: '/var/run/docker.sock', target: '/var/run/docker.sock' }])
    .start()
  return {
    kind: 'localstack',
    endpoint: container.getConnectionUri(),
    fromFunctions: localstackFromFunctions,
    log: null,
    stop: async () => {
      await container.stop()
    },
  }
}
