import type { Finding } from '../brands/recogniser.ts'
import { idOf } from '../hash.ts'
import type { Row } from '../variables/registry/index.ts'
import type { Detection, Sight, Task } from '../vision/detection.ts'
import type { ResolvedModel } from '../vision/zoo.ts'

/** Rows of `detections` for what the models saw. */
export function detectionRows(sight: Sight, rowId: string, models: readonly ResolvedModel[]): Row[] {
  const rows = (task: string, of: Task, found: readonly Detection[] | null) => {
    const model = modelOf(of, models)
    return (found ?? []).map((detection) => ({
      ...boxRow(rowId, task, detection, null),
      text: 'text' in detection ? String(detection.text) : null,
      model: model?.name ?? null,
      model_sha256: model?.sha256 ?? null,
    }))
  }
  return [
    ...rows('object', 'objects', sight.objects),
    ...rows('face', 'faces', sight.faces),
    ...rows('text', 'text', sight.text),
  ]
}

export function logoRows(findings: readonly Finding[], rowId: string): Row[] {
  return findings.map((logo) => ({
    ...boxRow(rowId, 'logo', logo, logo.brand),
    stage: logo.stage,
    similarity: logo.similarity,
    margin: logo.margin,
    text: logo.text,
    model: logo.model,
    model_sha256: logo.modelSha256,
  }))
}

/** Where a task has several models (text: one finds, one reads) the last one gives the score. */
function modelOf(task: Task, models: readonly ResolvedModel[]): ResolvedModel | undefined {
  return models.filter((model) => model.task === task).at(-1)
}

function boxRow(rowId: string, task: string, { label, score, box }: Detection, brand: string | null): Row {
  const { x1, y1, x2, y2 } = box
  return {
    row_id: rowId,
    detection_id: idOf(rowId, task, label, brand, x1, y1, x2, y2),
    task,
    label,
    brand,
    score,
    x1,
    y1,
    x2,
    y2,
  }
}
