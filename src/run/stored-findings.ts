import type { Logo } from '../brands/recogniser.ts'
import type { DatasetReader } from '../dataset/read.ts'
import { type Box, cornersOf, hull } from '../image/box.ts'
import type { Row } from '../variables/registry/index.ts'
import type { TextLine } from '../vision/detection.ts'

/** Rows of `detections` of some images: `(row_id > after AND row_id <= last)`, all columns, in the order of `row_id`. */
export async function storedDetections(
  reader: DatasetReader,
  { after, last }: { after: string; last: string },
): Promise<Map<string, Row[]>> {
  const rows = await reader.query<Row>(
    'SELECT * FROM detections WHERE row_id > $1 AND row_id <= $2 ORDER BY row_id, detection_id',
    [after, last],
  )
  const byImage = new Map<string, Row[]>()
  for (const row of rows) byImage.set(String(row.row_id), [...(byImage.get(String(row.row_id)) ?? []), row])
  return byImage
}

/** The lines of text that were read. Their outline is not stored: it is taken for upright. */
export function textOf(rows: readonly Row[]): TextLine[] {
  return rows
    .filter(({ task }) => task === 'text')
    .map((row) => {
      const box = boxOf(row)
      return { label: 'text', text: String(row.text ?? ''), score: Number(row.score), box, quad: cornersOf(box) }
    })
}

/** The logos that were found. */
export function logosOf(rows: readonly Row[]): Logo[] {
  return rows
    .filter(({ task, brand }) => task === 'logo' && brand !== null)
    .map((row) => ({
      label: String(row.label),
      stage: String(row.stage) as Logo['stage'],
      brand: String(row.brand),
      score: Number(row.score),
      similarity: Number(row.similarity),
      margin: row.margin === null ? null : Number(row.margin),
      text: row.text === null ? null : String(row.text),
      model: String(row.model),
      modelSha256: row.model_sha256 === null ? null : String(row.model_sha256),
      box: boxOf(row),
    }))
}

function boxOf({ x1, y1, x2, y2 }: Row): Box {
  return hull([{ x1: Number(x1), y1: Number(y1), x2: Number(x2), y2: Number(y2) }])
}
