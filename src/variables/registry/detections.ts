import { family, type Variable } from './entry.ts'

const coordinate = (name: string, what: string) => ({
  name,
  type: 'float' as const,
  unit: 'px',
  range: '>= 0',
  formula: `${what} of the box, in pixels of the upright original`,
})

/** Columns of `detections` and `embeddings`: one row a box, one row a vector. */
export const detectionVariables: Variable[] = [
  ...family('detections', 'identity', [
    { name: 'row_id', type: 'string', formula: 'the image, as in images.row_id' },
    { name: 'detection_id', type: 'string', formula: 'hash of row_id, task, label, brand and box' },
  ]),
  ...family('detections', 'detection', [
    {
      name: 'task',
      type: 'string',
      range: 'logo, object, face, text, region',
      formula: 'what was looked for; region: where a logo may be, whose vector is in embeddings',
    },
    {
      name: 'label',
      type: 'string',
      formula:
        'class of the object (COCO-80), face, text; of a logo: wordmark, features, shapes, learned, embedding, unknown; of a region: logo, text, window',
    },
    {
      name: 'brand',
      type: 'string',
      formula: 'the brand of a logo',
      missing: 'unless task is logo; and for a logo of no tracked brand',
    },
    {
      name: 'stage',
      type: 'string',
      range: 'wordmark, features, shapes, learned, embedding',
      formula:
        'how the logo was found: as text, by local features, by its shape, by learned local features, by an embedding; of what several found, the most precise',
      missing: 'unless task is logo',
    },
    {
      name: 'score',
      type: 'float',
      range: '0 to 1',
      formula:
        "the model's confidence; of a logo found by its shape or by an embedding: the share of photos without the brands that show nothing as like; of a logo found by n local features that agree: e / (1 + e), where e is n times how like the whole is to the reference (correlation of gradients, at least 0.1); by learned local features: e / (14 + e), where e is how much more alike they are than those of everyday photos, together, times how like the whole is",
    },
    {
      name: 'similarity',
      type: 'float',
      range: '0 to 1',
      formula:
        'of a logo: likeness of the text to the nearest name of the brand (1: equal), or cosine similarity to the nearest reference (of local features, learned or not: the mean over those that agree; of shapes: intersection over union, less the further from aside it is seen)',
      missing: 'unless task is logo',
    },
    {
      name: 'margin',
      type: 'float',
      range: '-1 to 1',
      formula:
        'similarity minus that of the next brand (of local features that are not learned: or of everyday texture, if that is nearer)',
      missing: 'unless task is logo and two brands are tracked',
    },
    coordinate('x1', 'left edge'),
    coordinate('y1', 'top edge'),
    coordinate('x2', 'right edge'),
    coordinate('y2', 'bottom edge'),
    { name: 'text', type: 'string', formula: 'what was read', missing: 'unless task is text, or logo for a wordmark' },
    { name: 'model', type: 'string', formula: 'name of the model in the zoo' },
    { name: 'model_sha256', type: 'string', formula: 'SHA-256 of its weights' },
  ]),
  ...family('embeddings', 'embedding', [
    { name: 'row_id', type: 'string', formula: 'the image, as in images.row_id' },
    {
      name: 'detection_id',
      type: 'string',
      formula: 'the box, as in detections.detection_id',
      missing: 'for the whole image',
    },
    { name: 'model', type: 'string', formula: 'name of the model in the zoo' },
    {
      name: 'model_sha256',
      type: 'string',
      formula: 'SHA-256 of its weights: vectors of two files of one name are not compared',
      missing: 'where whoever stored the vector did not say',
    },
    {
      name: 'vector',
      type: 'floats',
      formula:
        'the embedding, of unit length; of the whole image (task classes) what the last layer of the classifier is given, or, where that is a convolution, the logits less their mean',
    },
  ]),
]
