import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UsageError } from '../errors.ts'

/** How a text file is packed, by its first bytes. */
export type Packing = 'zst' | 'gz' | null

/** A text file, and what it is called in messages. */
export interface TextFile {
  path: string
  name: string
  packing: Packing
}

/** @param head at least 4 bytes, where the file has them */
export function packingOf(head: Uint8Array): Packing {
  const magic = Buffer.from(head.subarray(0, 4)).toString('hex')
  if (magic === '28b52ffd' || /^5[0-9a-f]2a4d18$/.test(magic)) return 'zst'
  return magic.startsWith('1f8b') ? 'gz' : null
}

/** A packed file that ends too early or is damaged: what came before is good. */
export class CutShort extends Error {
  override readonly name = 'CutShort'
}

/**
 * The bytes of a file, unpacked, some hundred kilobytes at a time.
 * @throws CutShort where a packed file can't be unpacked any further; UsageError where this Node can't unpack it at all
 */
export async function* unpacked({ path, name, packing }: TextFile): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 18 })
  if (packing === null) {
    yield* file as AsyncIterable<Buffer>
    return
  }
  try {
    if (packing === 'gz') {
      const unzip = createGunzip({ chunkSize: 1 << 18 })
      // Its errors come out of the loop over `unzip`.
      pipeline(file, unzip, () => undefined)
      yield* unzip as AsyncIterable<Buffer>
    } else {
      const { unpackZstd } = await import('./zstd.ts')
      yield* unpackZstd(file, name)
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new CutShort(`the .${packing} file ends too early or is damaged (${reason}); what follows is not read`, {
      cause: error,
    })
  } finally {
    file.destroy()
  }
}
