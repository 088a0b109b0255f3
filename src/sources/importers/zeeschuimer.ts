import { first, idText, isObject, text } from '../json.ts'
import { readMoment } from '../moment.ts'
import type { TableRow } from '../rows.ts'
import { most, type RowImporter, type Sample, type Told } from './importer.ts'
import { itemFields, platformOfSite, readItem } from './platform-rows.ts'
import { together } from './rest.ts'

/**
 * Exports of the browser extension Zeeschuimer: JSON Lines, each with what a platform's page was sent in `data`, and how it
 * was captured beside it. A post that was seen several times stands there as often; of one id the last row counts.
 */
export const zeeschuimer: RowImporter = {
  reads: 'rows',
  kind: 'zeeschuimer',
  title: 'Zeeschuimer',
  recognises: ({ rows }) => most(rows, (cells) => isObject(cells.data) && 'source_platform' in cells),
  read,
  fields: (sample) => itemFields(platformsOf(sample), 'data.'),
}

function read({ cells }: TableRow): Told[] {
  const { data, source_platform, item_id, timestamp_collected, ...rest } = cells
  if (!isObject(data)) return [{ kind: 'unknown', problem: 'has no "data"; it is left out' }]
  const told = readItem(data, { platform: platformOfSite(text(source_platform) ?? ''), id: idText(item_id) })
  if (told.kind !== 'post') return [told]
  const { post } = told
  const from = first(text(rest.source_platform_url), text(rest.source_url))
  const extra = together(from === null ? null : { collected_from: from }, post.extra)
  return [{ ...told, post: { ...post, collected_at: readMoment(timestamp_collected), extra } }]
}

function platformsOf({ rows }: Sample): Set<string> {
  return new Set(rows.map(({ cells }) => platformOfSite(text(cells.source_platform) ?? '')))
}
