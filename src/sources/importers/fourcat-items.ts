import { at, isObject, type JsonObject, text } from '../json.ts'
import { readMoment } from '../moment.ts'
import type { TableRow } from '../rows.ts'
import { most, type RowImporter, type Sample, type Told } from './importer.ts'
import { itemFields, platformOfSite, readItem } from './platform-rows.ts'
import { together } from './rest.ts'

/**
 * 4CAT's NDJSON of a dataset that came from Zeeschuimer: what the platform sent, with how it was captured in `__import_meta`.
 */
export const fourcatItems: RowImporter = {
  reads: 'rows',
  kind: '4cat',
  title: '4CAT (NDJSON)',
  recognises: ({ rows }) => most(rows, ({ __import_meta }) => isObject(__import_meta)),
  read,
  fields: (sample) => itemFields(platformsOf(sample), ''),
}

function read({ cells }: TableRow): Told[] {
  const { __import_meta: meta, ...item } = cells
  const told = readItem(item, { platform: platformOf(cells), id: null })
  if (told.kind !== 'post') return [told]
  const { post } = told
  const from = text(at(meta, 'source_platform_url'))
  const extra = together(from === null ? null : { collected_from: from }, post.extra)
  return [{ ...told, post: { ...post, collected_at: readMoment(at(meta, 'timestamp_collected')), extra } }]
}

function platformOf(cells: JsonObject): string {
  return platformOfSite(text(at(cells, '__import_meta', 'source_platform')) ?? '')
}

const platformsOf = ({ rows }: Sample): Set<string> => new Set(rows.map(({ cells }) => platformOf(cells)))
