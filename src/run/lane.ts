import { UsageError } from '../errors.ts'
import type { Reference } from '../sources/source.ts'
import { begin, failed, finish, type Identified, identify, type Subject } from './analyse.ts'
import { nothingDone, readDone } from './done.ts'
import { haveFault } from './fault.ts'
import type { FromLane, ToLane, Usage } from './message.ts'
import type { Plan } from './plan.ts'
import type { Content } from './reader.ts'
import { openToolkit, type Toolkit } from './toolkit.ts'
import { startWatchdog } from './watchdog.ts'

/**
 * A lane: a child process that measures one image after another. The next one is read and decoded on other threads
 * meanwhile. It ends when the job says so, when the job is gone, and when it needs more memory than it may have.
 */
let opening: Promise<Toolkit> | null = null
let last: Promise<void> = Promise.resolve()
/** Kept when the image that came last begins to be measured: then the next one is decoded, however many are read ahead. */
let turn: Promise<void> = Promise.resolve()

process.on('message', (message: ToLane) => {
  if (message.kind === 'open') opening = open(message)
  if (message.kind === 'image' && opening) take(message, opening)
  if (message.kind === 'close') close()
})
process.on('disconnect', () => process.exit(0))

async function open({ plan, doneFile }: Extract<ToLane, { kind: 'open' }>): Promise<Toolkit> {
  startWatchdog(plan.laneMemory)
  try {
    const toolkit = await openToolkit(plan, doneFile ? await readDone(doneFile) : nothingDone)
    say({ kind: 'ready', device: toolkit.vision?.device ?? null })
    return toolkit
  } catch (error) {
    say(openingFailed(error, plan))
    throw error
  }
}

/** A device that was named and does not work is for the user to change, whatever the runtime calls it. */
function openingFailed(error: unknown, { device }: Plan): FromLane {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof UsageError || device === 'auto' || device === 'cpu') {
    return { kind: 'failed', message, usage: error instanceof UsageError }
  }
  const text = `--device ${device} does not work on this machine: ${message.split('\n')[0]}; use --device cpu, or auto`
  return { kind: 'failed', message: text, usage: true }
}

function take({ id, reference }: Extract<ToLane, { kind: 'image' }>, opened: Promise<Toolkit>): void {
  const read = opened.then((toolkit) => readNew(reference, toolkit))
  const started = Promise.all([read, opened, turn]).then(([found, toolkit]) => {
    return found && begin(found.content, found.identified, toolkit)
  })
  started.catch(() => {})
  let nextTurn = () => {}
  turn = new Promise((resolve) => {
    nextTurn = resolve
  })
  last = last.then(async () => {
    nextTurn()
    const toolkit = await opened
    say(await outcome(id, reference, started, toolkit))
  })
}

/** Reads the file; null if it is measured already. */
async function readNew(
  reference: Reference,
  toolkit: Toolkit,
): Promise<{ content: Content; identified: Identified } | null> {
  const content = await toolkit.reader.read(reference.file ?? reference.uri, toolkit.plan.picture.maxBytes)
  const identified = identify(content, reference, toolkit)
  const row = { row_id: identified.rowId, key: reference.key, post_id: reference.postId }
  return toolkit.done.has(row) ? null : { content, identified }
}

async function outcome(
  id: number,
  reference: Reference,
  started: Promise<Subject | null>,
  toolkit: Toolkit,
): Promise<FromLane> {
  try {
    const subject = await started
    if (!subject) return { kind: 'done', id, usage: used() }
    haveFault(toolkit.plan.faults, reference.uri)
    return { kind: 'measured', id, analysis: await finish(subject, toolkit), usage: used() }
  } catch (error) {
    const content = await started.catch(() => null)
    const analysis = failed(reference, error, toolkit, content)
    const row = { row_id: String(analysis.image.row_id), key: reference.key, post_id: reference.postId }
    return toolkit.done.has(row)
      ? { kind: 'done', id, usage: used() }
      : { kind: 'measured', id, analysis, usage: used() }
  }
}

function used(): Usage {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  return { rss: maxRSS * 1024, cpu: (userCPUTime + systemCPUTime) / 1e6 }
}

function say(message: FromLane): void {
  process.send?.(message)
}

async function close(): Promise<void> {
  await last
  const toolkit = await opening?.catch(() => null)
  await toolkit?.close()
  process.exit(0)
}
