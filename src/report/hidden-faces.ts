import type { DatasetReader } from '../dataset/read.ts'
import { literal } from './dialect.ts'

/** A part of a picture that is not shown as it is, in px of the upright original. */
export interface Hidden {
  x1: number
  y1: number
  x2: number
  y2: number
}

/** What of a picture is hidden; null where that can't be known, so that nothing of it may be shown. */
export type Hide = (picture: { row_id: string }, bytes: Uint8Array) => Promise<readonly Hidden[] | null>

/** Finds the faces of a picture; null where nothing on this machine can. */
export type FindFaces = (bytes: Uint8Array) => Promise<readonly Hidden[] | null>

/**
 * With pseudonyms nobody is shown by the face either: the faces that the run found are hidden, and where it did not look for any, those that are
 * found now. Without pseudonyms nothing is.
 */
export function hiddenFaces(reader: Pick<DatasetReader, 'query' | 'runInfo'>, findFaces: FindFaces | null): Hide {
  if (!reader.runInfo?.pseudonyms) return async () => []
  return async ({ row_id }, bytes) => {
    const rows = literal(row_id)
    const [counted] = await reader.query<{ face_count: number | null }>(
      `SELECT MAX(face_count) AS face_count FROM images WHERE row_id = ${rows}`,
    )
    if (counted?.face_count === 0) return []
    if ((counted?.face_count ?? null) === null) return findFaces ? await findFaces(bytes) : null
    return await reader.query<Hidden>(
      `SELECT x1, y1, x2, y2 FROM detections WHERE task = 'face' AND row_id = ${rows} ORDER BY x1, y1`,
    )
  }
}
