import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Bucket, Listed } from '../aws/bucket.ts'
import { partition } from '../aws/contract.ts'
import { readRunInfo } from '../dataset/run-info.ts'
import { UsageError } from '../errors.ts'
import { type Dataset, datasets } from '../variables/registry/index.ts'
import { downloadAll } from './download.ts'
import { inFolder } from './host.ts'
import { pullCommand } from './report-provenance.ts'

export interface Pull {
  bucket: Bucket
  /** Folder for the datasets: `limelight report OUT` opens it. */
  out: string
  days: readonly string[]
  /** All if not given. */
  datasets?: readonly Dataset[]
  onFile?: (file: { name: string; bytes: number }) => void
}

export interface Pulled {
  out: string
  /** Days that have a dataset. */
  days: string[]
  /** Days that have none. */
  without: string[]
  files: number
  bytes: number
  /** Files that were here already as they are in S3. */
  unchanged: number
}

/**
 * Copies the datasets of some days to a local folder, as a run would have written them: `OUT/images/DAY-part-00-of-01.parquet`.
 * Again, it copies only what has changed. A file is there whole or not at all.
 */
export async function pull(wanted: Pull): Promise<Pulled> {
  const { out, days } = wanted
  if (await isOfRun(out)) {
    throw new UsageError(
      `${out}: is the folder of a run, whose rows must not be mixed with these; give another with --out`,
    )
  }
  const pulled: Pulled = { out, days: [], without: [], files: 0, bytes: 0, unchanged: 0 }
  for (const dt of days) {
    const before = pulled.files + pulled.unchanged
    // Images come last: a row of images says that everything of that image is here.
    for (const dataset of [...(wanted.datasets ?? datasets)].sort(
      (a, b) => Number(a === 'images') - Number(b === 'images'),
    )) {
      await pullPart(wanted, dataset, dt, pulled)
    }
    const found = pulled.files + pulled.unchanged > before
    pulled[found ? 'days' : 'without'].push(dt)
  }
  return pulled
}

/** What was pulled before has a `run.json`, too. */
async function isOfRun(out: string): Promise<boolean> {
  const info = await readRunInfo(out)
  const command: readonly string[] = info?.command ?? []
  return info !== null && !pullCommand.every((word, at) => command[at] === word)
}

async function pullPart({ bucket, out, onFile }: Pull, dataset: Dataset, dt: string, pulled: Pulled): Promise<void> {
  const parts: Listed[] = []
  for await (const part of bucket.list(partition('datasets/', dataset, dt))) {
    if (part.key.endsWith('.parquet')) parts.push(part)
  }
  const folder = join(out, dataset)
  const localName = ({ key }: Listed) => `${dt}-${basename(key)}`
  if (parts.length > 0) await mkdir(folder, { recursive: true })
  for (const part of parts) {
    const path = join(folder, localName(part))
    if (await isSame(path, part)) {
      pulled.unchanged++
      continue
    }
    // Beside its place, so that it can be moved there in one step.
    await inFolder({ folder }, async (temporary) => {
      const [file = ''] = await downloadAll(bucket, [part], temporary)
      await utimes(file, part.storedAt, part.storedAt)
      await rename(file, path)
    })
    pulled.files++
    pulled.bytes += part.bytes
    onFile?.({ name: `${dataset}/${localName(part)}`, bytes: part.bytes })
  }
  await removeOthers(folder, dt, new Set(parts.map(localName)))
}

/** Size and time tell: a compaction of the same day gives another time. */
async function isSame(path: string, { bytes, storedAt }: Listed): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found?.size === bytes && Math.floor(found.mtimeMs / 1000) === Math.floor(storedAt.getTime() / 1000)
}

/** A day that was compacted into other parts has files here that are no more. */
async function removeOthers(folder: string, dt: string, names: ReadonlySet<string>): Promise<void> {
  const here = await readdir(folder).catch(() => [])
  for (const name of here) {
    if (name.startsWith(`${dt}-part-`) && !names.has(name)) await rm(join(folder, name))
  }
}
