import { brandColumns } from '../brands/columns.ts'
import { exposures } from '../brands/exposure.ts'
import { isTracked } from '../brands/recogniser.ts'
import type { Picture } from '../image/picture.ts'
import type { Row } from '../variables/registry/index.ts'
import type { Sight } from '../vision/detection.ts'
import { logoRows } from './detection-rows.ts'
import type { Toolkit } from './toolkit.ts'

/** Logos of the tracked brands as rows; no values where brands are not looked for. */
export async function lookForBrands(
  picture: Picture,
  sight: Sight,
  rowId: string,
  { recogniser }: Pick<Toolkit, 'recogniser'>,
): Promise<{ columns: Row; detections: Row[]; exposures: Row[] }> {
  const findings = recogniser ? await recogniser.find(picture, sight) : null
  const logos = findings?.filter(isTracked) ?? null
  const found = exposures(logos ?? [], picture)
  return {
    columns: brandColumns(logos, found, sight, picture),
    detections: logoRows(findings ?? [], rowId),
    exposures: found.map((exposure) => ({ row_id: rowId, ...exposure })),
  }
}
