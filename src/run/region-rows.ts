import { idOf } from '../hash.ts'
import type { Row } from '../variables/registry/index.ts'
import type { LogoRegion } from '../vision/detection.ts'
import type { ResolvedModel } from '../vision/zoo.ts'

/**
 * Where logos may be, as rows: a box of the task `region` in `detections`, its vector in `embeddings`. With both, other brands can
 * be looked for later, without the pictures.
 */
export function regionRows(
  regions: readonly LogoRegion[],
  rowId: string,
  models: readonly ResolvedModel[],
): { detections: Row[]; embeddings: Row[] } {
  const embedder = models.find(({ adapter }) => adapter === 'logo-embedding')
  const model = { model: embedder?.name ?? null, model_sha256: embedder?.sha256 ?? null }
  const detections = regions.map(({ label, score, box: { x1, y1, x2, y2 } }) => ({
    row_id: rowId,
    detection_id: idOf(rowId, 'region', label, x1, y1, x2, y2),
    task: 'region',
    label,
    score,
    x1,
    y1,
    x2,
    y2,
    ...model,
  }))
  const embeddings = regions.map(({ vector }, i) => ({
    row_id: rowId,
    detection_id: detections[i]?.detection_id ?? null,
    ...model,
    vector: [...vector],
  }))
  return { detections, embeddings }
}
