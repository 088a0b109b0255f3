import { boxArea, unionArea } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import type { Detection, ScoredLabel, Sight, TextLine } from './detection.ts'

const topObjects = 5

/** Columns by name: a `Row` of the registry. */
type Columns = Record<string, string | number | readonly string[] | readonly number[] | null>

/** All columns of `images` that sum up what the models saw; null where a task was not run. */
export function sightColumns({ objects, faces, text, classes }: Sight, { original }: Picture): Columns {
  const area = original.width * original.height
  return {
    ...objectColumns(objects),
    ...faceColumns(faces, area),
    ...textColumns(text, area),
    ...classColumns(classes),
  }
}

function objectColumns(objects: readonly Detection[] | null): Columns {
  const best = objects?.toSorted((a, b) => b.score - a.score).slice(0, topObjects)
  const persons = objects?.filter(({ label }) => label === 'person').map(({ score }) => score)
  return {
    top_objects: best?.map(({ label }) => label) ?? null,
    top_object_scores: best?.map(({ score }) => score) ?? null,
    person_count: persons?.length ?? null,
    person_max_score: persons ? Math.max(0, ...persons) : null,
    person_any_prob: persons ? 1 - persons.reduce((none, p) => none * (1 - p), 1) : null,
  }
}

function faceColumns(faces: readonly Detection[] | null, area: number): Columns {
  return {
    face_count: faces?.length ?? null,
    largest_face_area: faces ? Math.max(0, ...faces.map(({ box }) => boxArea(box))) / area : null,
  }
}

function textColumns(lines: readonly TextLine[] | null, area: number): Columns {
  return {
    text: lines?.map(({ text }) => text).join('\n') ?? null,
    text_area: lines ? unionArea(lines.map(({ box }) => box)) / area : null,
  }
}

function classColumns(classes: readonly ScoredLabel[] | null): Columns {
  return {
    scene_classes: classes?.map(({ label }) => label) ?? null,
    scene_class_scores: classes?.map(({ score }) => score) ?? null,
  }
}
