import { randomBytes } from 'node:crypto'
import { deploy, synthesise } from '../../scripts/emulator/deploy.mjs'
import { startEmulator } from '../../scripts/emulator/start.mjs'
import { variableNames } from '../../src/aws/contract.ts'
import { type Connected, openConnected } from './connected.ts'
import { type FaultProxy, openProxy } from './proxy.ts'
import { removeStage } from './remove-stage.ts'

/** A deployed local stage on an endpoint that answers like AWS. */
export interface Stack extends Connected {
  stage: string
  /** Seconds from nothing to a deployed stage. */
  seconds: number
  /** The same stage, reached through a proxy that counts requests and makes faults; it closes with the stack. */
  proxy(options?: { seed?: number }): Promise<Connected & { proxy: FaultProxy }>
  stop(): Promise<void>
}

/**
 * Starts an endpoint of its own, or takes the one that `LIMELIGHT_AWS_ENDPOINT` names, and deploys a stage there: the bucket and
 * its queues, or with `functions` all that an emulator can run. `config`: a folder, as the setting of that name.
 */
export async function startStack({
  stage = defaultStage(),
  functions = false,
  config,
}: {
  stage?: string
  functions?: boolean
  config?: string
} = {}): Promise<Stack> {
  const started = performance.now()
  const [emulator, template] = await Promise.all([
    startEmulator(),
    synthesise(stage, { functions, ...(config && { config }) }),
  ])
  const { ConfigAddress } = await deploy(emulator, template)
  const connected = await openConnected(emulator.endpoint, stage)
  const open: { close(): Promise<void> }[] = [connected]
  if (ConfigAddress) connected.environment[variableNames.config] = ConfigAddress
  return {
    ...connected,
    stage,
    seconds: (performance.now() - started) / 1000,
    async proxy(options) {
      const proxy = await openProxy(emulator.endpoint, options)
      const through = await openConnected(proxy.endpoint, stage)
      proxy.forget()
      open.push(through, proxy)
      return { ...through, proxy }
    },
    async stop() {
      if (emulator.kind === 'given') await removeStage(connected)
      for (const one of open) await one.close()
      await emulator.stop()
    },
  }
}

/** Several files of tests may share an endpoint that was given. */
function defaultStage(): string {
  return process.env.LIMELIGHT_AWS_ENDPOINT ? `local-${randomBytes(4).toString('hex')}` : 'local'
}
