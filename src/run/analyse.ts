import { ImageError } from '../errors.ts'
import { idOf, sha256 } from '../hash.ts'
import { decode } from '../image/decode.ts'
import type { Picture } from '../image/picture.ts'
import type { Reference } from '../sources/source.ts'
import { measure, wantedOf } from '../variables/measure.ts'
import { measureOwn } from '../variables/own.ts'
import type { Row } from '../variables/registry/index.ts'
import { sightColumns } from '../vision/columns.ts'
import { nothingSeen, type Sight } from '../vision/detection.ts'
import { lookForBrands } from './brand-rows.ts'
import { detectionRows } from './detection-rows.ts'
import { embeddingRows } from './embedding-rows.ts'
import { errorRow, imageRow } from './image-row.ts'
import type { Content } from './reader.ts'
import { regionRows } from './region-rows.ts'
import type { Toolkit } from './toolkit.ts'

/** The rows of one image: whatever happens to it, it has one row of `images`. */
export interface Analysis {
  image: Row
  detections: Row[]
  exposures: Row[]
  embeddings: Row[]
}

/** An image whose bytes are there. */
export interface Identified {
  reference: Reference
  rowId: string
  sha256: string
  bytes: number
  /** What the storage says of it, for its row. */
  columns: Row
}

/** An image that is being decoded, on another thread, so that the one before can be measured meanwhile. */
export interface Subject extends Identified {
  decoding: Promise<Picture>
}

/** Measures one image from its bytes. Never throws: what can't be measured is a row with an error code. */
export async function analyse(content: Content, reference: Reference, toolkit: Toolkit): Promise<Analysis> {
  return await finish(begin(content, identify(content, reference, toolkit), toolkit), toolkit)
}

export function begin({ bytes }: Content, identified: Identified, toolkit: Toolkit): Subject {
  const decoding = decode(bytes, { ...toolkit.plan.picture, ...wantedOf(toolkit.chosen) })
  // Nobody may be waiting yet when it fails; `finish` sees the error.
  decoding.catch(() => {})
  return { ...identified, decoding }
}

export function identify(
  { bytes, columns = {} }: Content,
  reference: Reference,
  { plan }: Pick<Toolkit, 'plan'>,
): Identified {
  const hash = sha256(bytes)
  return { reference, sha256: hash, bytes: bytes.length, columns, rowId: idOf(reference.uri, hash, plan.digest) }
}

/** Measures images whose pictures the models see together, if they can; each has its own rows or its own error. */
export async function finishAll(subjects: readonly Subject[], toolkit: Toolkit): Promise<Analysis[]> {
  const pictures = (await Promise.all(subjects.map(({ decoding }) => decoding.catch(() => null)))).filter(
    (picture) => picture !== null,
  )
  // What fails for all is seen one by one, so that it is known whose fault it was.
  const together = pictures.length > 1 ? toolkit.vision?.seeAll(pictures).catch(() => null) : null
  const look: Look = async (picture) => (await together)?.[pictures.indexOf(picture)] ?? alone(toolkit)(picture)
  const analyses: Analysis[] = []
  for (const subject of subjects) analyses.push(await finish(subject, toolkit, look))
  return analyses
}

type Look = (picture: Picture) => Sight | Promise<Sight>

const alone =
  ({ vision }: Pick<Toolkit, 'vision'>): Look =>
  (picture) =>
    vision ? vision.see(picture) : nothingSeen

export async function finish(subject: Subject, toolkit: Toolkit, look = alone(toolkit)): Promise<Analysis> {
  try {
    return await rowsOf(subject, await subject.decoding, { ...toolkit, look })
  } catch (error) {
    return failed(subject.reference, error, toolkit, subject)
  }
}

/** The rows of an image that could not be measured, with what is known of its content. */
export function failed(
  reference: Reference,
  error: unknown,
  { plan }: Pick<Toolkit, 'plan'>,
  content: Pick<Identified, 'sha256' | 'bytes' | 'columns'> | null,
): Analysis {
  const known = error instanceof ImageError
  const message = error instanceof Error ? error.message : String(error)
  return {
    image: errorRow(reference, plan, { code: known ? error.code : 'internal', message, content }),
    detections: [],
    exposures: [],
    embeddings: [],
  }
}

async function rowsOf(subject: Subject, picture: Picture, toolkit: Toolkit & { look: Look }): Promise<Analysis> {
  const { plan, look, chosen, own } = toolkit
  // The re-encoding behind visual_complexity runs on another thread, while the models hold this one.
  const [variables, sight] = await Promise.all([measure(picture, chosen), look(picture)])
  const brands = await lookForBrands(picture, sight, subject.rowId, toolkit)
  const regions = regionRows(sight.logos ?? [], subject.rowId, plan.models)
  return {
    image: {
      ...imageRow(subject, picture, plan),
      ...variables,
      ...(await measureOwn(picture, own)),
      ...sightColumns(sight, picture),
      ...brands.columns,
    },
    detections: [...detectionRows(sight, subject.rowId, plan.models), ...brands.detections, ...regions.detections],
    exposures: brands.exposures,
    embeddings: [...embeddingRows(sight, subject.rowId, plan.models), ...regions.embeddings],
  }
}
