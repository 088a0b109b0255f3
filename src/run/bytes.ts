import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { ImageError } from '../errors.ts'

/**
 * The content of a file, no more than `maxBytes` of it.
 * @throws ImageError `not_found`, `access_denied`, `too_large_file`, `unsupported_format` (a folder, a pipe)
 */
export async function readBytes(uri: string, maxBytes: number): Promise<Uint8Array> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(uri)) {
    throw new ImageError('not_found', `${uri}: only files on this machine are read; download it first`)
  }
  try {
    // O_NONBLOCK: opening a pipe would wait for someone to write to it.
    const file = await open(uri, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const kind = await file.stat()
      const { size } = kind
      if (!kind.isFile()) throw new ImageError('unsupported_format', 'this is no regular file')
      if (size > maxBytes) {
        throw new ImageError('too_large_file', `the file has ${size} bytes, more than ${maxBytes}; raise --max-bytes`)
      }
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw readingFailed(error)
  }
}

function readingFailed(error: unknown): unknown {
  if (error instanceof ImageError) return error
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return new ImageError('not_found', 'there is no such file', { cause: error })
    case 'EACCES':
    case 'EPERM':
      return new ImageError('access_denied', 'the file may not be read; check its permissions', { cause: error })
    case 'EISDIR':
      return new ImageError('unsupported_format', 'this is a folder', { cause: error })
    default:
      return error
  }
}
