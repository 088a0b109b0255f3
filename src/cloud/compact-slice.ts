import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import type { Listed } from '../aws/bucket.ts'
import { type Night, partition, prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { RunError } from '../errors.ts'
import { type Dataset, datasets } from '../variables/registry/index.ts'
import type { CompactOptions } from './compact.ts'
import type { StoredPart } from './compact-part.ts'
import { type Plan, readPlan } from './compact-plan.ts'
import { compactRows, type SliceFiles } from './compact-rows.ts'
import { partName } from './compact-slices.ts'
import { splitGroup } from './compact-split.ts'
import { downloadAll } from './download.ts'
import { type Host, inFolder } from './host.ts'

/** What a slice has come to: stored when all its parts are. */
export interface SliceDone {
  /** Of the plan that it was done for. */
  plan: string
  parts: Partial<Record<Dataset, StoredPart>>
  /** Rows of the shards that belong to this slice, and of the shards altogether; without those of no image. */
  read: Record<string, number>
  all: Record<string, number>
  /** Shards that hold rows of images that are not there yet. */
  orphans: string[]
}

export const sliceKey = (dt: string, slice: number, of: number): string =>
  `${prefixes.manifests}compact/dt=${dt}/${partName({ slice, of }).replace('part', 'slice').replace('.parquet', '.json')}`

/**
 * Second step, once for each slice, in any order and side by side: rows of the slice in shards and in the parts that are there
 * become new parts, one row an image. A slice that was done for this plan is left alone.
 */
export async function compactSlice(host: Host, call: Night.CompactCall, options: CompactOptions): Promise<void> {
  const { dt, slice = 0, of = 1 } = call
  const plan = await readPlan(host, dt)
  if (plan.of !== of || slice >= of)
    throw new RunError(`slice ${slice} of ${of}: the plan of ${dt} has ${plan.of}; plan again`)
  const last = await readSlice(host, dt, slice, of)
  if (last?.plan === plan.id) return
  await inFolder(host, async (folder) => {
    const present = await partsOfSlice(host, dt, slice, of)
    const gathered = of === 1 ? await wholeDay(host, plan, folder) : await ownPieces(host, plan, slice, folder)
    await options.fault?.('slice: after shards are read')
    const { files } = gathered
    const before = last?.parts ?? {}
    const { parts, read, orphans } = await compactRows(host, { plan, slice, files, present, before, folder, options })
    await options.fault?.('slice: after all parts are stored')
    const done: SliceDone = {
      plan: plan.id,
      parts,
      read,
      all: gathered.all ?? read,
      orphans: gathered.orphans ?? keysOf(plan, orphans),
    }
    await host.bucket.write(sliceKey(dt, slice, of), JSON.stringify(done), 'application/json')
    host.log({ event: 'slice_compacted', dt, slice, of, read, rows: rowsOf(parts) })
  })
}

function keysOf(plan: Plan, names: readonly string[]): string[] {
  const wanted = new Set(names)
  return plan.groups.flat().flatMap(({ key }) => (wanted.has(basename(key)) ? [key] : []))
}

export async function readSlice(host: Host, dt: string, slice: number, of: number): Promise<SliceDone | null> {
  const bytes = await host.bucket.read(sliceKey(dt, slice, of))
  return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as SliceDone)
}

const rowsOf = (parts: SliceDone['parts']) =>
  Object.fromEntries(Object.entries(parts).map(([dataset, { rows }]) => [dataset, rows]))

/** The parts of a slice that readers see now. */
async function partsOfSlice(
  host: Host,
  dt: string,
  slice: number,
  of: number,
): Promise<Partial<Record<Dataset, Listed>>> {
  const present: Partial<Record<Dataset, Listed>> = {}
  for (const dataset of datasets) {
    const key = `${partition('datasets/', dataset, dt)}${partName({ slice, of })}`
    for await (const object of host.bucket.list(key)) if (object.key === key) present[dataset] = object
  }
  return present
}

interface Gathered {
  files: SliceFiles
  /** Rows of all shards, not just of this slice, and shards with rows of no image; null where the slice is the whole day. */
  all: Record<string, number> | null
  orphans: string[] | null
}

/** A small day is one slice: its shards are read as they are. */
async function wholeDay(host: Host, plan: Plan, folder: string): Promise<Gathered> {
  const files: SliceFiles = { whole: new Map(), pieces: new Map(), named: new Map() }
  for (const dataset of [...datasets, 'links'] as const) {
    const sources = plan.groups.flat().filter((source) => source.dataset === dataset)
    const found = await downloadAll(host.bucket, sources, join(folder, 'shards', dataset))
    files.whole.set(dataset, found)
    for (const [at, file] of found.entries()) files.named.set(file, objectUri(host.bucket.name, sources[at]?.key ?? ''))
  }
  return { files, all: null, orphans: null }
}

/** Begins with a group of its own, so that slices that work side by side cut different groups. */
async function ownPieces(host: Host, plan: Plan, slice: number, folder: string): Promise<Gathered> {
  const files: SliceFiles = { whole: new Map(), pieces: new Map(), named: new Map() }
  const all: Record<string, number> = {}
  const orphans: string[] = []
  const { groups, of } = plan
  const first = Math.floor((slice * groups.length) / of)
  for (let step = 0; step < groups.length; step++) {
    const number = (first + step) % groups.length
    const split = await splitGroup(host, plan, number)
    for (const [dataset, rows] of Object.entries(split.rows)) {
      all[dataset] = (all[dataset] ?? 0) + rows - (split.orphans.rows[dataset] ?? 0)
    }
    orphans.push(...split.orphans.keys)
    for (const [at, piece] of split.index.entries()) {
      if (piece.slice !== slice) continue
      const name = `${String(number).padStart(4, '0')}-${at}.parquet`
      const file = await fetchPiece(host, split.pieces, piece, join(folder, 'pieces', name))
      files.pieces.set(piece.dataset, [...(files.pieces.get(piece.dataset) ?? []), file])
    }
  }
  // In the order of runs, whichever group was the first here.
  for (const found of files.pieces.values()) found.sort()
  return { files, all, orphans: orphans.sort() }
}

async function fetchPiece(
  host: Host,
  key: string,
  { offset, bytes }: { offset: number; bytes: number },
  file: string,
): Promise<string> {
  const { bucket } = host
  const { Body } = await bucket.client.send(
    new GetObjectCommand({ Bucket: bucket.name, Key: key, Range: `bytes=${offset}-${offset + bytes - 1}` }),
  )
  const content = await Body?.transformToByteArray()
  if (content?.length !== bytes)
    throw new RunError(`${objectUri(bucket.name, key)}: ${content?.length ?? 0} of ${bytes} bytes came; compact again`)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, content)
  return file
}
