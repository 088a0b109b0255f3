import type { ErrorCode } from '../errors.ts'
import { idOf } from '../hash.ts'
import type { Picture } from '../image/picture.ts'
import type { Reference } from '../sources/source.ts'
import type { Row } from '../variables/registry/index.ts'
import type { Plan } from './plan.ts'

/** The columns of `images` that say which image it is and what its file was like. */
export function imageRow(
  { reference, rowId, sha256, columns }: { reference: Reference; rowId: string; sha256: string; columns: Row },
  picture: Picture,
  plan: Plan,
): Row {
  const { original, scale, warnings, capturedAt } = picture
  return {
    ...identity(reference, rowId, plan),
    ...columns,
    status: 'ok',
    error_code: null,
    error_message: null,
    warnings,
    sha256,
    bytes: original.bytes,
    format: original.format,
    width: original.width,
    height: original.height,
    analysis_scale: scale,
    captured_at: capturedAt,
  }
}

/** The row of an image that could not be measured. */
export function errorRow(
  reference: Reference,
  plan: Plan,
  failure: { code: ErrorCode; message: string; content: { sha256: string; bytes: number; columns: Row } | null },
): Row {
  const { code, message, content } = failure
  return {
    ...identity(reference, idOf(reference.uri, content?.sha256 ?? null, plan.digest), plan),
    ...content?.columns,
    status: 'error',
    error_code: code,
    error_message: message.slice(0, 1000),
    warnings: [],
    sha256: content?.sha256 ?? null,
    bytes: content?.bytes ?? null,
  }
}

function identity({ uri, key, postId }: Reference, rowId: string, { runId, digest }: Plan): Row {
  return { row_id: rowId, uri, key, post_id: postId, run_id: runId, pipeline_digest: digest }
}
