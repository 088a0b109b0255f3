import { UsageError } from '../errors.ts'
import type { Reference } from '../sources/source.ts'
import { begin, failed, finishAll, type Identified, identify, type Subject } from './analyse.ts'
import { nothingDone, readDone } from './done.ts'
import { haveFault } from './fault.ts'
import type { FromLane, ToLane, Usage } from './message.ts'
import type { Plan } from './plan.ts'
import type { Content } from './reader.ts'
import { openToolkit, type Toolkit } from './toolkit.ts'
import { startWatchdog } from './watchdog.ts'

/**
 * A lane: a child process that measures one image after another, or batch after batch. The next ones are read and decoded on other
 * threads meanwhile. It ends when the job says so, when the job is gone, and when it needs more memory than it may have.
 */
let opening: Promise<Toolkit> | null = null
let last: Promise<void> = Promise.resolve()
/** Images that are read, or being read. However many they are, only those of the next batch are decoded. */
const waiting: InHand[] = []

interface InHand {
  id: number
  reference: Reference
  read: Promise<Found | null>
  begun: Promise<Subject | null> | null
}

interface Found {
  content: Content
  identified: Identified
}

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
    const { vision, batch } = toolkit
    say({ kind: 'ready', device: vision?.device ?? null, batch, oneByOne: vision?.oneByOne ?? [] })
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
  read.catch(() => {})
  waiting.push({ id, reference, read, begun: null })
  opened.then(beginNext, () => {})
  last = last.then(async () => measureNext(await opened))
}

function beginNext(toolkit: Toolkit): void {
  for (const one of waiting.slice(0, toolkit.batch)) {
    one.begun ??= one.read.then((found) => found && begin(found.content, found.identified, toolkit))
    one.begun.catch(() => {})
  }
}

/** Measures what waits, as many as models see at once, while the next ones are decoded. */
async function measureNext(toolkit: Toolkit): Promise<void> {
  beginNext(toolkit)
  const some = waiting.splice(0, toolkit.batch)
  beginNext(toolkit)
  const begun: { id: number; subject: Subject }[] = []
  for (const { id, reference, begun: beginning } of some) {
    try {
      const subject = await beginning
      if (subject) {
        haveFault(toolkit.plan.faults, reference.uri)
        begun.push({ id, subject })
      } else say({ kind: 'done', id, usage: used() })
    } catch (error) {
      say(failure(id, reference, { error, subject: (await beginning?.catch(() => null)) ?? null, toolkit }))
    }
  }
  const subjects = begun.map(({ subject }) => subject)
  for (const [at, analysis] of (await finishAll(subjects, toolkit)).entries()) {
    const { id = 0 } = begun[at] ?? {}
    say({ kind: 'measured', id, analysis, usage: used() })
  }
}

/** Reads the file; null if it is measured already. */
async function readNew(reference: Reference, toolkit: Toolkit): Promise<Found | null> {
  const content = await toolkit.reader.read(reference.file ?? reference.uri, toolkit.plan.picture.maxBytes)
  const identified = identify(content, reference, toolkit)
  const row = { row_id: identified.rowId, key: reference.key, post_id: reference.postId }
  return toolkit.done.has(row) ? null : { content, identified }
}

/** What is said of an image that could not be read, decoded or begun. */
function failure(
  id: number,
  reference: Reference,
  { error, subject, toolkit }: { error: unknown; subject: Subject | null; toolkit: Toolkit },
): FromLane {
  const analysis = failed(reference, error, toolkit, subject)
  const row = { row_id: String(analysis.image.row_id), key: reference.key, post_id: reference.postId }
  return toolkit.done.has(row) ? { kind: 'done', id, usage: used() } : { kind: 'measured', id, analysis, usage: used() }
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
