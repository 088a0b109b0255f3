import { family, type Variable } from './entry.ts'

const unless = (task: string) => `when the image could not be measured or the task ${task} was not run`
const share = { unit: 'share of the image', range: '0 to 1' }

/** Columns of `images` that sum up what the models saw. */
export const visionVariables: Variable[] = [
  ...family('images', 'objects', [
    {
      name: 'top_objects',
      type: 'strings',
      formula: 'labels of the objects with the highest scores, best first, at most 5',
      missing: unless('objects'),
    },
    { name: 'top_object_scores', type: 'floats', range: '0 to 1', formula: 'their scores', missing: unless('objects') },
    {
      name: 'person_count',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'persons with a score of at least the threshold of the task',
      missing: unless('objects'),
    },
    {
      name: 'person_max_score',
      type: 'float',
      range: '0 to 1',
      formula: 'highest score of a person, 0 without one',
      missing: unless('objects'),
    },
    {
      name: 'person_any_prob',
      type: 'float',
      range: '0 to 1',
      formula:
        '1 - product of (1 - p) over the persons found: the chance of at least one, were the scores independent probabilities',
      missing: unless('objects'),
    },
  ]),
  ...family('images', 'faces', [
    {
      name: 'face_count',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'faces found; they are counted and measured, never identified',
      missing: unless('faces'),
    },
    {
      name: 'largest_face_area',
      type: 'float',
      ...share,
      formula: 'area of the largest face / area of the image, 0 without one',
      missing: unless('faces'),
    },
  ]),
  ...family('images', 'text', [
    {
      name: 'text',
      type: 'string',
      formula: 'lines of text that were read, in reading order, joined by line feeds',
      missing: unless('text'),
    },
    {
      name: 'text_area',
      type: 'float',
      ...share,
      formula: 'area of the union of the text boxes / area of the image',
      missing: unless('text'),
    },
  ]),
  ...family('images', 'scene', [
    {
      name: 'scene_classes',
      type: 'strings',
      formula: 'the 5 most probable ImageNet classes, best first',
      missing: unless('classes'),
    },
    {
      name: 'scene_class_scores',
      type: 'floats',
      range: '0 to 1',
      formula: 'their probabilities (softmax)',
      missing: unless('classes'),
    },
  ]),
]
