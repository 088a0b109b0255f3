import type { Row } from '../variables/registry/index.ts'
import type { Sight } from '../vision/detection.ts'
import type { ResolvedModel } from '../vision/zoo.ts'

/** What the whole image looks like, as a row of `embeddings` without a box; none where no classifier looked at it. */
export function embeddingRows({ embedding }: Sight, rowId: string, models: readonly ResolvedModel[]): Row[] {
  if (!embedding) return []
  const model = models.find(({ task }) => task === 'classes')
  return [
    {
      row_id: rowId,
      detection_id: null,
      model: model?.name ?? null,
      model_sha256: model?.sha256 ?? null,
      vector: [...embedding],
    },
  ]
}
