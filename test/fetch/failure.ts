import type { ErrorCode, ImageError } from '../../src/errors.ts'

/** What an image's row would say. */
export async function failureOf(work: Promise<unknown>): Promise<{ code: ErrorCode; message: string }> {
  try {
    await work
  } catch (error) {
    const { code, message } = error as ImageError
    return { code, message }
  }
  throw new Error('it did not fail')
}
