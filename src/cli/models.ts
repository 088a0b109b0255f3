import type { Command } from 'commander'
import { readEnvironment } from '../environment.ts'
import type { ModelEntry } from '../vision/models.ts'
import type { Batches } from '../vision/open-batch.ts'

/** `limelight models list|pull|verify`: the weights that the tasks need. */
export function register(program: Command): void {
  const models = program.command('models').description('the models that Limelight uses: what is here, what is missing')
  models
    .command('list')
    .description('every model with its task, size and licence, and where its weights are')
    .option('--json', 'as JSON')
    .action(list)
  models
    .command('pull')
    .description('download what is missing into the cache; a wrong hash is refused')
    .argument('[names...]', 'models or tasks (default: all that tasks need)')
    .action(pull)
  models.command('verify').description('check the hash of every model that is here, and that it opens').action(verify)
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const { findWeights, zoo } = await import('../vision/zoo.ts')
  const { openBatch } = await import('../vision/open-batch.ts')
  const { tasksInBatches } = await import('../vision/batch.ts')
  const inBatches = ({ task }: ModelEntry) => tasksInBatches.includes(task)
  const environment = readEnvironment()
  const rows = await Promise.all(
    zoo.map(async (entry) => {
      const here = await findWeights(entry, environment)
      return {
        ...entry,
        path: here?.path ?? null,
        batches: here && inBatches(entry) ? batchesOf(openBatch(here.bytes)) : null,
      }
    }),
  )
  if (json) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
    return
  }
  for (const { name, task, bytes, licence, path, batches } of rows) {
    const where = path ?? `missing: limelight models pull${task === 'brands' ? ` ${name}` : ''}`
    process.stdout.write(
      `${name.padEnd(18)} ${task.padEnd(8)} ${megabytes(bytes).padStart(8)}  ${licence}\n  ${where}\n`,
    )
    if (batches) process.stdout.write(`  pictures at once: ${batches}\n`)
  }
}

/** Whether several pictures can be shown to a model at once (`--batch`), in words. */
function batchesOf(batches: Batches): string {
  if (batches.kind === 'one by one') return `one, as ${batches.why}`
  return batches.kind === 'open' ? 'any number' : 'any number, with the batch of 1 in its file opened'
}

async function pull(names: string[]): Promise<void> {
  const { findWeights, verified } = await import('../vision/zoo.ts')
  const { pullModel } = await import('../vision/pull.ts')
  const { openAddress } = await import('../fetch/open-address.ts')
  const environment = readEnvironment()
  const open = (url: string) => openAddress(url, environment.proxies)
  for (const entry of await named(names)) {
    const here = await findWeights(entry, environment)
    if (here) {
      process.stdout.write(`${entry.name}: already here, ${verified(entry, here).path}\n`)
      continue
    }
    const path = await pullModel(entry, environment, { open, onProgress: progressOf(entry) })
    process.stdout.write(`${entry.name}: ${path}\n`)
  }
}

async function verify(): Promise<void> {
  const { findWeights, verified, zoo } = await import('../vision/zoo.ts')
  const { openSession } = await import('../vision/session.ts')
  const environment = readEnvironment()
  for (const entry of zoo) {
    const here = await findWeights(entry, environment)
    if (!here) {
      process.stdout.write(`${entry.name}: missing\n`)
      continue
    }
    verified(entry, here)
    await (await openSession(here.path, { device: 'cpu', threads: 1 })).close()
    process.stdout.write(`${entry.name}: good, ${here.path}\n`)
  }
}

async function named(names: readonly string[]): Promise<readonly ModelEntry[]> {
  const { zoo } = await import('../vision/zoo.ts')
  const { UsageError } = await import('../errors.ts')
  const unknown = names.find((name) => !zoo.some((entry) => entry.name === name || entry.task === name))
  if (unknown !== undefined) {
    throw new UsageError(`models pull: no model or task is called ${unknown}; \`limelight models list\` shows them`)
  }
  if (names.length === 0) return zoo.filter(({ task }) => task !== 'brands')
  return zoo.filter(({ name, task }) => names.includes(name) || names.includes(task))
}

function progressOf({ name }: ModelEntry): (received: number, total: number) => void {
  if (!process.stderr.isTTY) return () => {}
  return (received, total) => {
    const end = received === total ? '\n' : ''
    process.stderr.write(`\r${name}: ${megabytes(received)} of ${megabytes(total)}${end}`)
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
