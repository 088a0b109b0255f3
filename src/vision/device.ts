import { existsSync, readdirSync } from 'node:fs'
import { UsageError } from '../errors.ts'
import { type Device, openSession } from './session.ts'
import type { ResolvedModel } from './zoo.ts'

export const deviceChoices = ['auto', 'cpu', 'webgpu', 'cuda'] as const
/** What `--device` says. */
export type DeviceChoice = (typeof deviceChoices)[number]

/**
 * The device that a run uses. `auto` takes the fastest that works, measured with one of the models: a software GPU works, too, and
 * is far slower than the CPU.
 * @throws {UsageError} if a device was named and does not work here
 */
export async function chooseDevice(
  choice: DeviceChoice,
  models: readonly ResolvedModel[],
  threads: number,
): Promise<Device> {
  const probe = models.find(({ inputSize }) => inputSize !== null)
  if (choice === 'cpu' || !probe) return choice === 'auto' ? 'cpu' : choice
  if (choice !== 'auto') {
    await named(choice, probe, threads)
    return choice
  }
  const candidates: Device[] = gpuDevices()
  if (candidates.length === 0) return 'cpu'
  const timed = [{ device: 'cpu' as Device, ms: await millisecondsOn('cpu', probe, threads) }]
  for (const device of candidates) {
    const ms = await millisecondsOn(device, probe, threads).catch(() => Number.POSITIVE_INFINITY)
    timed.push({ device, ms })
  }
  return timed.reduce((best, other) => (other.ms < best.ms ? other : best)).device
}

async function named(device: Device, probe: ResolvedModel, threads: number): Promise<void> {
  try {
    await (await openWarm(device, probe, threads)).close()
  } catch (error) {
    throw new UsageError(
      `--device ${device} does not work on this machine: ${firstLine(error)}; use --device cpu, or auto for the best that works`,
      { cause: error },
    )
  }
}

/** Time of the second run of a model: the first one also compiles. */
async function millisecondsOn(device: Device, model: ResolvedModel, threads: number): Promise<number> {
  const { run, close } = await openWarm(device, model, threads)
  try {
    const start = performance.now()
    await run()
    return performance.now() - start
  } finally {
    await close()
  }
}

/** A model that has run once on nothing. */
async function openWarm(device: Device, model: ResolvedModel, threads: number) {
  const side = model.inputSize ?? 224
  const dimensions = { batch: 1, batch_size: 1, height: side, width: side }
  const session = await openSession(model.path, { device, threads, dimensions })
  const run = () => session.run(new Float32Array(3 * side * side), [1, 3, side, side])
  try {
    await run()
  } catch (error) {
    await session.close()
    throw error
  }
  return { run, close: () => session.close() }
}

/** Devices that are worth a try: asking for a GPU where there is no driver makes libraries write to stderr. */
function gpuDevices(): Device[] {
  if (process.platform !== 'linux') return ['webgpu']
  const drivers = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d']
  const vulkan = drivers.some((folder) => existsSync(folder) && readdirSync(folder).length > 0)
  const nvidia = existsSync('/dev/nvidiactl')
  return [...(nvidia ? (['cuda'] as const) : []), ...(vulkan ? (['webgpu'] as const) : [])]
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return (message.split('\n')[0] ?? '').replace(/^\/\S+\s/, '').slice(0, 200)
}
