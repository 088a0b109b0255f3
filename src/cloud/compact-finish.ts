import { type Night, partition } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { RunError } from '../errors.ts'
import { datasets } from '../variables/registry/index.ts'
import type { CompactOptions } from './compact.ts'
import { type Done, doneKey, type Plan, readDone, readPlan, wayOf } from './compact-plan.ts'
import { readSlice, type SliceDone } from './compact-slice.ts'
import type { Host } from './host.ts'

/**
 * Last step: when every slice is done and its parts are still those that were read back, the shards of the plan go, and
 * nothing else. The same for the earlier days that were compacted along.
 * @throws RunError that says what is not done; then nothing is removed
 */
export async function finishCompaction(host: Host, dt: string, options: CompactOptions): Promise<Night.Compacted> {
  const plan = await readPlan(host, dt)
  let removed = 0
  for (const day of plan.earlier) removed += (await finishDay(host, await readPlan(host, day), options)).removed
  const own = await finishDay(host, plan, options)
  host.log({ event: 'compaction_finished', dt, rows: own.rows, removed: removed + own.removed })
  return { dt, rows: own.rows, removed: removed + own.removed }
}

async function finishDay(host: Host, plan: Plan, options: CompactOptions): Promise<Omit<Night.Compacted, 'dt'>> {
  const { dt, groups } = plan
  if (groups.length === 0) return { rows: (await readDone(host, dt))?.rows ?? noRows(), removed: 0 }
  const slices = await slicesOf(host, plan)
  checkSums(plan, slices)
  await checkParts(host, plan, slices)
  await options.fault?.('finish: before shards are removed')
  const keep = new Set(slices.flatMap(({ orphans }) => orphans))
  const shards = groups.flat().filter(({ dataset, settled, key }) => dataset !== 'links' && (settled || !keep.has(key)))
  // Images last: without them, what belongs to them would be kept as if they were still to come.
  const keys = [...shards]
    .sort((a, b) => Number(a.dataset === 'images') - Number(b.dataset === 'images'))
    .map(({ key }) => key)
  // In two steps, so that a test can end between them.
  await host.bucket.remove(keys.slice(0, 1))
  await options.fault?.('finish: after the first shard is removed')
  await host.bucket.remove(keys.slice(1))
  await options.fault?.('finish: after shards are removed')
  const rows = noRows()
  for (const { parts } of slices)
    for (const dataset of datasets) rows[dataset] = (rows[dataset] ?? 0) + (parts[dataset]?.rows ?? 0)
  const done: Done = { plan: plan.id, rows, links: plan.links }
  await host.bucket.write(doneKey(dt), JSON.stringify(done), 'application/json')
  await removeWays(host, dt)
  return { rows, removed: keys.length }
}

/** What was made on the way, for this plan and for those that were not finished. */
async function removeWays(host: Host, dt: string): Promise<void> {
  const keys: string[] = []
  const folder = wayOf({ dt, id: '' }).slice(0, -1)
  for await (const { key } of host.bucket.list(folder)) if (key.slice(folder.length).includes('/')) keys.push(key)
  await host.bucket.remove(keys)
}

const noRows = (): Record<string, number> => Object.fromEntries(datasets.map((dataset) => [dataset, 0]))

async function slicesOf(host: Host, plan: Plan): Promise<SliceDone[]> {
  const slices: SliceDone[] = []
  for (let slice = 0; slice < plan.of; slice++) {
    const done = await readSlice(host, plan.dt, slice, plan.of)
    if (done?.plan !== plan.id) {
      throw new RunError(
        `compaction of ${plan.dt}: slice ${slice} of ${plan.of} is not done for this plan; do it, or plan again. No shard was removed`,
      )
    }
    slices.push(done)
  }
  return slices
}

/** Every row of every shard was read by one slice. */
function checkSums({ dt }: Plan, slices: readonly SliceDone[]): void {
  for (const dataset of datasets) {
    const all = slices[0]?.all[dataset] ?? 0
    const read = slices.reduce((sum, slice) => sum + (slice.read[dataset] ?? 0), 0)
    if (read !== all)
      throw new RunError(
        `compaction of ${dt}: slices have ${read} rows of ${dataset}, shards ${all}; no shard was removed`,
      )
  }
}

/** What readers see are the parts that were read back, and no other. */
async function checkParts(host: Host, { dt }: Plan, slices: readonly SliceDone[]): Promise<void> {
  const expected = new Map(slices.flatMap(({ parts }) => Object.values(parts).map(({ key, etag }) => [key, etag])))
  for (const dataset of datasets) {
    for await (const { key, etag } of host.bucket.list(partition('datasets/', dataset, dt))) {
      const wanted = expected.get(key)
      expected.delete(key)
      if (wanted === etag) continue
      const what = wanted === undefined ? 'is no part of this compaction' : 'was stored by another compaction'
      throw new RunError(`${objectUri(host.bucket.name, key)}: ${what}; plan ${dt} again. No shard was removed`)
    }
  }
  const [missing] = expected.keys()
  if (missing !== undefined)
    throw new RunError(`${objectUri(host.bucket.name, missing)}: is gone; plan ${dt} again. No shard was removed`)
}
