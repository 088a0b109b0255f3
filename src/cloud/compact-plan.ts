import type { Listed } from '../aws/bucket.ts'
import { type Night, partition, prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { RunError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import { type Dataset, datasets } from '../variables/registry/index.ts'
import type { CompactOptions } from './compact.ts'
import { newestDigest } from './compact-digest.ts'
import { parsePart, sliceCount } from './compact-slices.ts'
import { daysAfter } from './day.ts'
import type { Host } from './host.ts'

/** A file that a compaction reads. */
export interface Source {
  dataset: Dataset | 'links'
  key: string
  bytes: number
  /** Older than a day: whoever wrote it has written all that belongs to it, or never will. */
  settled: boolean
}

/** What one compaction of a day works on: nothing that comes later, so that each step can be done again. */
export interface Plan {
  /** Hash of the rest: the same plan is done once. */
  id: string
  dt: string
  /** Number of slices. */
  of: number
  /** The pipeline whose rows stand for their images, if they have one of it: the newest. */
  digest: string | null
  /** Shards that are read together, the shards of a run in one group; and files of links. */
  groups: Source[][]
  /** Files of links that there are, read or not. */
  links: string[]
  /** Earlier days that are compacted along, as there is something new in them. */
  earlier: string[]
}

/** Days before and after that are searched for the posts of images. */
export const linkDays = 7

/** Slices of one night, earlier days and all: the state machine passes on 256 KB. */
const mostSlices = 2000

export const planKey = (dt: string): string => `${prefixes.manifests}compact/dt=${dt}/plan.json`

/** Folder for what is made on the way. */
export const wayOf = ({ dt, id }: Pick<Plan, 'dt' | 'id'>): string =>
  `${prefixes.manifests}compact/dt=${dt}/${id.slice(0, 16)}/`

/** What the last compaction of a day that was finished leaves behind. */
export interface Done {
  plan: string
  rows: Record<string, number>
  /** Files of links that it knew. */
  links: string[]
}

export const doneKey = (dt: string): string => `${prefixes.manifests}compact/dt=${dt}/done.json`

export async function readDone(host: Host, dt: string): Promise<Done | null> {
  const bytes = await host.bucket.read(doneKey(dt))
  return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as Done)
}

/** @throws RunError if there is no plan */
export async function readPlan(host: Host, dt: string): Promise<Plan> {
  const bytes = await host.bucket.read(planKey(dt))
  if (!bytes)
    throw new RunError(`${objectUri(host.bucket.name, planKey(dt))}: there is no plan; begin with step "plan"`)
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Plan
}

/**
 * First step: writes down what there is to do for the day, and for earlier days to which shards or links have come since.
 * A day without anything new has a plan without slices.
 */
export async function planCompaction(host: Host, dt: string, options: CompactOptions): Promise<Night.Planned> {
  const shards = await shardsUntil(host, dt)
  const week = Array.from({ length: linkDays }, (_, index) => daysAfter(dt, -index - 1))
  const days = new Set([...week, ...shards.keys()].filter((day) => day !== dt))
  const planned: Night.Planned['slices'] = []
  const own = await planDay(host, dt, shards.get(dt) ?? [], options)
  planned.push(...slicesOf(own))
  // The newest first: they are asked for most.
  for (const day of [...days].sort().reverse()) {
    if (planned.length >= mostSlices) break
    const plan = await planDay(host, day, shards.get(day) ?? [], options)
    if (plan.groups.length === 0) continue
    await writePlan(host, plan)
    own.earlier.push(day)
    planned.push(...slicesOf(plan))
  }
  await options.fault?.('plan: before it is stored')
  await writePlan(host, own)
  await options.fault?.('plan: after it is stored')
  host.log({ event: 'compaction_planned', dt, slices: planned.length, earlier: own.earlier })
  return { dt, slices: planned }
}

function slicesOf({ dt, of, groups }: Plan): Night.Planned['slices'] {
  if (groups.length === 0) return []
  return Array.from({ length: of }, (_, slice) => ({ dt, step: 'slice', slice, of }))
}

async function writePlan(host: Host, plan: Plan): Promise<void> {
  await host.bucket.write(planKey(plan.dt), JSON.stringify(plan), 'application/json')
}

/**
 * Shards by day, up to a day. Images are listed first: what belongs to an image is stored before it, so the shards of every
 * image that is seen here are seen, too.
 */
async function shardsUntil(host: Host, last: string): Promise<Map<string, Source[]>> {
  const days = new Map<string, Source[]>()
  for (const dataset of datasets) {
    for await (const object of host.bucket.list(`${prefixes.shards}${dataset}/`)) {
      const [, day] = /\/dt=(\d{4}-\d{2}-\d{2})\/[^/]+\.parquet$/.exec(object.key) ?? []
      if (day === undefined || day > last) continue
      const found = days.get(day) ?? []
      found.push(sourceOf(host, dataset, object))
      days.set(day, found)
    }
  }
  return days
}

const aDay = 86_400_000

function sourceOf(host: Host, dataset: Source['dataset'], { key, bytes, storedAt }: Listed): Source {
  return { dataset, key, bytes, settled: host.now().getTime() - storedAt.getTime() > aDay }
}

async function planDay(host: Host, dt: string, shards: Source[], options: CompactOptions): Promise<Plan> {
  const parts = await partsOf(host, dt)
  const of = parts.of ?? sliceCount(largestDataset(shards), options.targetBytes)
  const images = shards.filter(({ dataset }) => dataset === 'images').map(({ key }) => key)
  const links = parts.images !== null || images.length > 0 ? await linksAround(host, dt) : []
  const isNew = shards.length > 0 || (await hasNewLinks(host, dt, links))
  const groups = isNew ? [...groupsOf(shards, options.groupBytes), ...inGroups(links, options.groupBytes)] : []
  const digest = isNew ? await newestDigest(host, { shards: images, part: parts.images }) : null
  const rest = { dt, of, digest, groups, links: links.map(({ key }) => key) }
  return { id: sha256(JSON.stringify(rest)), ...rest, earlier: [] }
}

/** The number of slices is chosen once a day: parts of two numbers would hold the same images twice. */
async function partsOf(host: Host, dt: string): Promise<{ of: number | null; images: string | null }> {
  const numbers = new Set<number>()
  let images: string | null = null
  for (const dataset of datasets) {
    for await (const { key } of host.bucket.list(partition('datasets/', dataset, dt))) {
      const part = parsePart(key)
      if (!part) continue
      numbers.add(part.of)
      if (dataset === 'images') images ??= key
    }
  }
  const [of = null, another] = numbers
  if (another !== undefined) {
    const where = `${objectUri(host.bucket.name, prefixes.datasets)}*/dt=${dt}/`
    throw new RunError(`${where}: there are parts of ${of} and of ${another} slices; remove those that are not right`)
  }
  return { of, images }
}

function largestDataset(shards: readonly Source[]): number {
  const bytes = new Map<string, number>()
  for (const shard of shards) bytes.set(shard.dataset, (bytes.get(shard.dataset) ?? 0) + shard.bytes)
  return Math.max(0, ...bytes.values())
}

async function linksAround(host: Host, dt: string): Promise<Source[]> {
  const found: Source[] = []
  for (let days = -linkDays; days <= linkDays; days++) {
    for await (const object of host.bucket.list(`${prefixes.links}dt=${daysAfter(dt, days)}/`)) {
      if (object.key.endsWith('.parquet')) found.push({ ...sourceOf(host, 'links', object), settled: true })
    }
  }
  return found
}

/** Whether there are links that the last compaction of the day did not know. */
async function hasNewLinks(host: Host, dt: string, links: readonly Source[]): Promise<boolean> {
  if (links.length === 0) return false
  const known = new Set((await readDone(host, dt))?.links)
  return links.some(({ key }) => !known.has(key))
}

const groupBytes = 512e6

/** The shards of a run stay together: only there do detections find their image. */
function groupsOf(shards: readonly Source[], most = groupBytes): Source[][] {
  const runs = new Map<string, Source[]>()
  for (const shard of shards) {
    const run =
      shard.key
        .split('/')
        .at(-1)
        ?.replace(/-[0-9a-f]+\.parquet$/, '') ?? ''
    const found = runs.get(run)
    if (found) found.push(shard)
    else runs.set(run, [shard])
  }
  return merged(
    [...runs.keys()].sort().map((run) => runs.get(run) ?? []),
    most,
  )
}

function inGroups(links: readonly Source[], most = groupBytes): Source[][] {
  return merged(
    links.map((link) => [link]),
    most,
  )
}

function merged(pieces: readonly Source[][], most: number): Source[][] {
  const groups: Source[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const piece of pieces) {
    const own = piece.reduce((sum, source) => sum + source.bytes, 0)
    const last = groups.at(-1)
    if (last && bytes + own <= most) last.push(...piece)
    else {
      groups.push([...piece])
      bytes = 0
    }
    bytes += own
  }
  return groups
}
