import { createHash } from 'node:crypto'

/** Files of this size are read fastest by Athena; 128 to 512 MB is good. */
const targetBytes = 256e6
/** More would not fit into what the state machine passes on. */
const mostSlices = 1000

/** In how many slices a day of so many bytes is compacted: files of 170 to 384 MB; one for a smaller day. */
export function sliceCount(bytes: number, target = targetBytes): number {
  return Math.min(mostSlices, Math.max(1, Math.round(bytes / target)))
}

/**
 * Which slice a text (the uri of an image, the id of a post) belongs to: the first 32 bits of its MD5, modulo their number.
 * MD5, as this must be the same tomorrow and in every engine; nothing is protected by it.
 */
export function sliceOf(text: string, of: number): number {
  return createHash('md5').update(text).digest().readUInt32BE() % of
}

/** {@link sliceOf} in SQL. */
export function sliceSql(expression: string, of: number): string {
  return `(('0x' || substr(md5(${expression}), 1, 8))::UBIGINT % ${of})`
}

export interface Part {
  slice: number
  of: number
}

/** `part-00-of-01.parquet` */
export function partName({ slice, of }: Part): string {
  const digits = Math.max(2, String(of).length)
  return `part-${String(slice).padStart(digits, '0')}-of-${String(of).padStart(digits, '0')}.parquet`
}

/** Null for a key that is no part's. */
export function parsePart(key: string): Part | null {
  const [, slice, of] = /(?:^|\/)part-(\d+)-of-(\d+)\.parquet$/.exec(key) ?? []
  return slice === undefined || of === undefined ? null : { slice: Number(slice), of: Number(of) }
}
