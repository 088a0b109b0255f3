import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isFetchable } from '../fetch/fetcher.ts'
import type { Source, SourceItem } from '../sources/source.ts'
import type { Analysis } from './analyse.ts'
import { countDone } from './done.ts'
import { Lanes } from './lanes.ts'
import type { RunOptions } from './options.ts'
import { makePlan, type Plan } from './plan.ts'
import { chosenItems, openSources } from './references.ts'
import { sampled } from './sample.ts'
import { Tally } from './tally.ts'

/** What a run would do. Times and sizes are estimates from a few images that were measured, and are null if there was none. */
export interface Rehearsal {
  plan: Plan
  sources: Source[]
  images: number
  duplicates: number
  /** Images that are addresses, and are fetched first. */
  to_fetch: number
  posts: number
  /** Images of OUT that stand under today's digest. */
  already_measured: number
  tried: number
  tried_with_errors: number
  seconds_per_image: number | null
  seconds: number | null
  bytes: number | null
  /** Free on the disk of OUT, null where that can't be asked. */
  free: number | null
}

const tries = 12
/** Rows as JSON to Parquet with zstd. Of 100 Instagram images: images .33, detections .17, posts .37. */
const compression = 0.35

/** Counts the sources and measures a few images, one lane at a time; writes nothing. */
export async function rehearse(options: RunOptions): Promise<Rehearsal> {
  const sources = await openSources(options)
  const plan = await makePlan(options)
  const tally = new Tally()
  const remote = { count: 0 }
  const chosen = sampled(counted(chosenItems(sources, options), tally, remote), { size: tries, seed: 1 })
  const trial = await tryOut(chosen, plan)
  const already = await countDone(options.out, plan.digest)
  const images = tally.references - tally.duplicates
  const left = Math.max(0, images - already)
  return {
    plan,
    sources,
    images,
    duplicates: tally.duplicates,
    to_fetch: remote.count,
    posts: tally.posts,
    already_measured: already,
    tried: trial.analyses.length,
    tried_with_errors: trial.analyses.filter(({ image }) => image.status === 'error').length,
    seconds_per_image: trial.secondsEach,
    seconds: trial.secondsEach === null ? null : (left * trial.secondsEach) / options.workers,
    bytes: trial.analyses.length === 0 ? null : Math.round(images * compression * meanJson(trial.analyses)),
    free: await freeSpace(options.out),
  }
}

/** What is on this machine, to be tried; what is not is counted. */
async function* counted(
  items: AsyncIterable<SourceItem>,
  tally: Tally,
  remote: { count: number },
): AsyncIterable<SourceItem> {
  for await (const item of items) {
    if (item.kind === 'post') tally.post(item.post.post_id)
    else if (!tally.image(item.reference.uri)) continue
    else if (isFetchable(item.reference.uri)) {
      remote.count++
      continue
    }
    yield item
  }
}

async function tryOut(
  items: AsyncIterable<SourceItem>,
  plan: Plan,
): Promise<{ analyses: Analysis[]; secondsEach: number | null }> {
  const analyses: Analysis[] = []
  const times: number[] = []
  const onAnalysis = (analysis: Analysis) => {
    analyses.push(analysis)
    times.push(performance.now())
  }
  const lanes = new Lanes({ plan, doneFile: null, workers: 1, onAnalysis, onDone: () => {} })
  try {
    for await (const item of items) if (item.kind === 'image') await lanes.push(item.reference)
    await lanes.drain()
  } finally {
    await lanes.close()
  }
  // The first one warms the models up.
  const [first, last] = [times[0], times.at(-1)]
  const several = first !== undefined && last !== undefined && times.length > 1
  return { analyses, secondsEach: several ? (last - first) / 1000 / (times.length - 1) : null }
}

function meanJson(analyses: readonly Analysis[]): number {
  return JSON.stringify(analyses).length / analyses.length
}

async function freeSpace(out: string): Promise<number | null> {
  for (let folder = out; ; folder = dirname(folder)) {
    const found = await statfs(folder).catch(() => null)
    if (found) return found.bavail * found.bsize
    if (folder === dirname(folder)) return null
  }
}
