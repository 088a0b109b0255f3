import { join } from 'node:path'
import { type Compacted, compact } from '../dataset/compact.ts'
import { exportCsv } from '../dataset/csv.ts'
import { type RunInfo, readRunInfo, writeRunInfo } from '../dataset/run-info.ts'
import { openShardWriter } from '../dataset/write.ts'
import { readEnvironment } from '../environment.ts'
import { postRow } from '../posts/row.ts'
import type { Reference, Source, SourceItem } from '../sources/source.ts'
import type { Analysis } from './analyse.ts'
import { withComments } from './comments.ts'
import { writeDone } from './done.ts'
import type { RunEvent } from './events.ts'
import { type Fetching, openFetching } from './fetching.ts'
import { Lanes } from './lanes.ts'
import type { RunOptions } from './options.ts'
import { openOutput, type WorkFolder } from './output-folder.ts'
import { makePlan, type Plan } from './plan.ts'
import { openPostRows, type PostRows } from './post-rows.ts'
import { Follow } from './progress.ts'
import { describeRun } from './provenance.ts'
import { openPseudonymiser, type Pseudonymiser } from './pseudonymise.ts'
import { chosenItems, openSources } from './references.ts'
import { Shards } from './shards.ts'
import { Tally } from './tally.ts'
import { openTextModel, type TextModelProcess } from './text-model.ts'

export interface RunSummary {
  info: RunInfo
  /** The run was ended early; the same command goes on. */
  interrupted: boolean
  /** Share of the images under today's digest that are quarantined. */
  errorRate: number
}

export interface Watch {
  onEvent?: (event: RunEvent) => void
  /** Aborted: finish what is in flight, write it, and end. */
  interrupt?: AbortSignal
  /** Milliseconds between two events of progress. */
  every?: number
}

/**
 * Measures every image of the sources that is not measured under today's digest, and leaves one file a dataset in `out`.
 * @throws UsageError, RunError
 */
export async function runJob(options: RunOptions, watch: Watch = {}): Promise<RunSummary> {
  const sources = await openSources(options)
  const plan = await makePlan(options)
  const work = await openOutput(options.out, plan.runId)
  try {
    const pseudonymiser = await openPseudonymiser(options)
    return await carryOut({ options, plan, sources, work, watch, pseudonymiser })
  } finally {
    await work.release()
  }
}

interface Job {
  options: RunOptions
  plan: Plan
  sources: Source[]
  work: WorkFolder
  watch: Watch
  /** Null: names stay as they are. */
  pseudonymiser: Pseudonymiser | null
}

async function carryOut(job: Job): Promise<RunSummary> {
  const { options, plan, sources, work, watch } = job
  const { out } = options
  const started = new Date()
  const doneFile = join(work.path, 'done')
  const already = await writeDone(out, doneFile, { digest: plan.digest, retryErrors: options.retryErrors })
  watch.onEvent?.({
    event: 'plan',
    run_id: plan.runId,
    pipeline_digest: plan.digest,
    tasks: plan.tasks,
    tasks_left_out: plan.leftOut,
    brands: plan.brands?.map(({ name }) => name) ?? null,
    workers: options.workers,
    already_measured: already,
  })
  const tally = new Tally()
  const textModel = plan.textModel && (await openTextModel(plan.textModel))
  const lanes = await measureAll(job, { tally, doneFile: already > 0 ? doneFile : null, textModel }).finally(() =>
    textModel?.close(),
  )
  tellOfProxy(sources, tally)
  sources[0]?.ledger.notes.push(...lanes.oneByOne)
  const interrupted = watch.interrupt?.aborted ?? false
  const compacted = interrupted ? null : await tidy(job)
  const info = await describeRun({
    options,
    plan,
    sources,
    tally,
    started,
    lanes: { device: lanes.device, peak: lanes.peak, cpu: lanes.cpu + (textModel?.cpu() ?? 0) },
    compacted,
    pseudonymiser: job.pseudonymiser,
  })
  const before = await readRunInfo(out)
  await writeRunInfo(out, { ...info, ...(before?.corpus && { corpus: before.corpus }) })
  return { info, interrupted, errorRate: compacted?.errorRate ?? 0 }
}

function tellOfProxy([first]: Source[], { errors }: Tally): void {
  const { https, http } = readEnvironment().proxies
  if (!errors.has('unreachable') || !(https ?? http)) return
  first?.ledger.notes.push(
    'images were fetched through the proxy of HTTPS_PROXY or HTTP_PROXY; NO_PROXY names hosts that are asked directly',
  )
}

async function tidy({ options, plan, sources, watch }: Job): Promise<Compacted> {
  const compacted = await compact(options.out, { digest: plan.digest, runId: plan.runId })
  watch.onEvent?.({ event: 'compaction', rows: compacted.rows })
  if (compacted.postConflicts > 0) {
    sources[0]?.ledger.notes.push(
      `${compacted.postConflicts} post ids stand for posts of different platforms or accounts; of each the last one stayed: give ids that are unique`,
    )
  }
  if (options.csv) await exportCsv(options.out)
  return compacted
}

async function measureAll(
  { options, plan, sources, work, watch, pseudonymiser }: Job,
  { tally, doneFile, textModel }: { tally: Tally; doneFile: string | null; textModel: TextModelProcess | null },
): Promise<Lanes> {
  const shards = new Shards(openShardWriter(options.out, plan.runId), {
    onWritten: (analyses) => watch.onEvent?.({ event: 'shard', images: analyses.length }),
  })
  const onAnalysis = (analysis: Analysis) => {
    tally.analysis(analysis)
    shards.add(pseudonymiser ? pseudonymiser.analysis(analysis) : analysis)
  }
  const onDone = () => tally.alreadyMeasured++
  const onFetched = async (reference: Reference) => {
    if (!watch.interrupt?.aborted) await lanes.push(reference)
  }
  const { out, retryErrors } = options
  const fetching =
    options.fetching &&
    (await openFetching(options.fetching, { out, plan, doneFile, retryErrors, onFetched, onAnalysis, onDone }))
  const lanes = new Lanes({ plan, doneFile, workers: options.workers, onAnalysis, onDone })
  // At once: it may be a server that is waited for.
  watch.interrupt?.addEventListener('abort', () => fetching?.stop(), { once: true })
  const follow = new Follow(tally, {
    open: () => openSources(options),
    limit: options.limit ?? options.sample?.size ?? null,
  })
  const clock = setInterval(() => watch.onEvent?.({ event: 'progress', ...follow.look() }), watch.every ?? 10_000)
  try {
    const items = withComments(chosenItems(sources, options), sources, work.path)
    const posts = openPostRows(textModel, (row) => shards.addPost(pseudonymiser ? pseudonymiser.post(row) : row))
    const line = { lanes, fetching, shards, posts, tally, plan, interrupt: watch.interrupt }
    await feed(pseudonymiser ? pseudonymiser.items(items) : items, line)
    await lanes.drain()
    await shards.flush()
    watch.onEvent?.({ event: 'progress', ...follow.look() })
    return lanes
  } finally {
    clearInterval(clock)
    fetching?.stop()
    await lanes.close()
    shards.stop()
  }
}

interface Line {
  lanes: Lanes
  fetching: Fetching | null
  shards: Shards
  posts: PostRows
  tally: Tally
  plan: Plan
  interrupt: AbortSignal | undefined
}

async function feed(items: AsyncIterable<SourceItem>, line: Line): Promise<void> {
  const { lanes, fetching, shards, posts, tally, plan, interrupt } = line
  for await (const item of items) {
    if (interrupt?.aborted) break
    await shards.settled()
    if (item.kind === 'post') {
      tally.post(item.post.post_id)
      await posts.add(postRow(item.post, plan.brands))
    } else if (tally.image(item.reference.uri)) {
      await (fetching ?? lanes).push(item.reference)
    }
  }
  await posts.flush()
  await fetching?.drain()
  if (interrupt?.aborted) lanes.dropWaiting()
}
