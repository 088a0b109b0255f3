import type { DatasetReader } from '../dataset/read.ts'
import { isDirection } from '../variables/registry/direction.ts'
import { familyVariables } from '../variables/registry/families.ts'
import { imageVariables } from '../variables/registry/image.ts'

/** What stands for each image: read again for every look at all of them, as those of a million images are more than memory holds. */
export interface ImageVectors {
  /** `embedding MODEL` or `variables N`. */
  kind: string
  /** Numbers of a vector. */
  size: number
  /** Distances are 1 - cosine similarity: vectors have length 1. */
  cosine: boolean
  /** Calls back for each image that has a vector, in the order of row ids. @param see is given the vector, which the next one overwrites */
  each(see: (vector: Float32Array, at: number) => void): Promise<void>
}

/** Numbers that are read at once. */
const numbersAtOnce = 2e6
/** A variable that so many images have is part of the vector. */
const filled = 0.95
/** Standardised values beyond are cut off: one odd picture shall not be far from all others by one number. */
const cutOff = 3

/**
 * Embeddings of whole images where at least nine in ten images have one of the same model; else standardised image variables.
 * @param ids row ids of all images that were measured, sorted
 */
export async function readVectors(reader: DatasetReader, ids: readonly string[]): Promise<ImageVectors> {
  const [model] = await reader.query<EmbeddingModel>(`
    SELECT e.model, e.model_sha256, COUNT(DISTINCT e.row_id) AS images, MIN(LEN(e.vector)) AS size FROM embeddings e
    JOIN images i ON i.row_id = e.row_id AND i.status = 'ok' WHERE e.detection_id IS NULL
    GROUP BY e.model, e.model_sha256 ORDER BY images DESC, e.model, e.model_sha256 LIMIT 1`)
  if (model && model.images >= 0.9 * ids.length) return readEmbeddings(reader, ids, model)
  return readVariables(reader, ids)
}

/** A file of weights whose vectors a dataset has: others of its name may give vectors that say nothing beside these. */
interface EmbeddingModel {
  model: string
  model_sha256: string | null
  images: number
  size: number
}

function readEmbeddings(
  reader: DatasetReader,
  ids: readonly string[],
  { model, model_sha256, size }: EmbeddingModel,
): ImageVectors {
  const vector = new Float32Array(size)
  return {
    kind: `embedding ${model}`,
    size,
    cosine: true,
    each: (see) =>
      eachRow<{ row_id: string; vector: number[] }>(
        size,
        (after, limit) =>
          reader.query(
            `SELECT e.row_id, e.vector FROM embeddings e WHERE e.detection_id IS NULL AND e.model = $1
             AND COALESCE(e.model_sha256, '') = $2 AND LEN(e.vector) = ${size} AND e.row_id > $3 ORDER BY e.row_id LIMIT ${limit}`,
            [model, model_sha256 ?? '', after],
          ),
        placer(ids, ({ vector: values }, at) => {
          const length = Math.hypot(...values)
          if (!(length > 0)) return
          for (let d = 0; d < size; d++) vector[d] = (values[d] as number) / length
          see(vector, at)
        }),
      ),
  }
}

async function readVariables(reader: DatasetReader, ids: readonly string[]): Promise<ImageVectors> {
  const candidates = [...imageVariables, ...familyVariables.filter(({ curated }) => curated)].filter(
    (variable) => (variable.type === 'float' || variable.type === 'int') && !isDirection(variable),
  )
  const [totals] = await reader.query<Record<string, number | null>>(`
    SELECT ${candidates.map(({ name }, i) => `COUNT("${name}") AS c${i}, AVG("${name}") AS m${i}, STDDEV_POP("${name}") AS s${i}`).join(', ')}
    FROM images WHERE status = 'ok'`)
  const columns = candidates.flatMap(({ name }, i) => {
    const [count, mean, sd] = [totals?.[`c${i}`] ?? 0, totals?.[`m${i}`] ?? 0, totals?.[`s${i}`] ?? 0]
    return count >= filled * ids.length && sd > 1e-12 ? [{ name, mean, sd }] : []
  })
  const size = columns.length
  const vector = new Float32Array(size)
  const each: ImageVectors['each'] = (see) =>
    eachRow<Record<string, number | null> & { row_id: string }>(
      size,
      (after, limit) =>
        reader.query(
          `SELECT row_id, ${columns.map(({ name }) => `"${name}"`).join(', ')} FROM images WHERE status = 'ok' AND row_id > $1
           ORDER BY row_id LIMIT ${limit}`,
          [after],
        ),
      placer(ids, (row, at) => {
        for (const [d, { name, mean, sd }] of columns.entries()) {
          const value = row[name]
          // What an image has not is as if it were the mean.
          const scaled = typeof value === 'number' ? (value - mean) / sd : 0
          vector[d] = Math.max(-cutOff, Math.min(cutOff, scaled))
        }
        see(vector, at)
      }),
    )
  return { kind: `variables ${size}`, size, cosine: false, each: size === 0 ? async () => {} : each }
}

/** Rows page by page, each from the last one's id on: a corpus need not fit into memory as rows. */
async function eachRow<T extends { row_id: string }>(
  size: number,
  page: (after: string, limit: number) => Promise<T[]>,
  each: (row: T) => void,
): Promise<void> {
  const limit = Math.ceil(numbersAtOnce / size)
  for (let after = ''; ; ) {
    const rows = await page(after, limit)
    for (const row of rows) each(row)
    if (rows.length < limit) return
    after = (rows.at(-1) as T).row_id
  }
}

/** Both lists are sorted: the place of a row is found by going on. */
function placer<T extends { row_id: string }>(ids: readonly string[], put: (row: T, at: number) => void) {
  let at = 0
  return (row: T) => {
    while (at < ids.length && (ids[at] as string) < row.row_id) at++
    if (ids[at] === row.row_id) put(row, at)
  }
}
