import { family, type Variable } from './entry.ts'

const failed = 'when the image could not be measured'

/** What S3 says of an object; empty where images are files. */
export const objectVariables: Variable[] = family('images', 'object', [
  {
    name: 'stored_at',
    type: 'time',
    unit: 'UTC',
    definition: 'given',
    formula: 'when the object was stored in S3 (Last-Modified, whole seconds)',
    missing: 'for files on a disk, and when the object could not be read',
  },
  {
    name: 'etag',
    type: 'string',
    definition: 'given',
    formula: 'entity tag of the object in S3, without quotes',
    missing: 'for files on a disk, and when the object could not be read',
  },
  {
    name: 'sequencer',
    type: 'string',
    definition: 'given',
    formula: "the S3 event's sequencer: of two events of one key, the later one has the larger text",
    missing: 'when no event announced the image',
  },
])

/** Columns that say which image a row is about, what became of it and by which pipeline. */
export const identityVariables: Variable[] = [
  ...family('images', 'identity', [
    {
      name: 'row_id',
      type: 'string',
      formula:
        'hash of uri, content hash (in S3: version) and pipeline_digest: the same image measured the same way has the same id',
    },
    {
      name: 'uri',
      type: 'string',
      definition: 'given',
      formula: 'whole address of the image: an absolute path or s3://bucket/key',
    },
    { name: 'key', type: 'string', definition: 'given', formula: 'path of the image below the source as it was given' },
    {
      name: 'post_id',
      type: 'string',
      definition: 'given',
      formula: 'the post that the image belongs to',
      missing: 'when the source has no posts',
    },
    { name: 'status', type: 'string', range: 'ok, error', formula: 'ok: measured; error: quarantined, see error_code' },
    {
      name: 'error_code',
      type: 'string',
      formula: 'why the image could not be measured, from a closed list',
      missing: 'when status is ok',
    },
    { name: 'error_message', type: 'string', formula: 'what was wrong, in words', missing: 'when status is ok' },
    {
      name: 'warnings',
      type: 'strings',
      formula: 'what was odd about the file and survived; empty when nothing was',
      missing: 'never',
    },
    { name: 'sha256', type: 'string', formula: 'SHA-256 of the file', missing: 'when it could not be read' },
    { name: 'run_id', type: 'string', formula: 'the run that measured it' },
    {
      name: 'pipeline_digest',
      type: 'string',
      formula:
        'hash of everything that can change a number: variable versions, models, brands, thresholds, picture rules',
      missing: 'when no pipeline has seen the image: it was lost',
    },
  ]),
  ...objectVariables,
  ...family('images', 'file', [
    {
      name: 'bytes',
      type: 'int',
      unit: 'bytes',
      range: '>= 0',
      formula: 'length of the file',
      missing: 'when it could not be read',
    },
    {
      name: 'format',
      type: 'string',
      range: 'jpeg, png, webp, gif, tiff, avif',
      formula: 'format by content, never by name',
      missing: failed,
    },
    {
      name: 'width',
      type: 'int',
      unit: 'px',
      range: '>= 1',
      formula: 'width of the upright original',
      missing: failed,
    },
    {
      name: 'height',
      type: 'int',
      unit: 'px',
      range: '>= 1',
      formula: 'height of the upright original',
      missing: failed,
    },
    {
      name: 'analysis_scale',
      type: 'float',
      range: '0 to 1',
      formula: 'width at which the variables were computed / width',
      missing: failed,
    },
    {
      name: 'captured_at',
      type: 'time',
      unit: 'UTC',
      formula: 'EXIF DateTimeOriginal, read as UTC',
      missing: 'when the file does not say',
    },
  ]),
]
