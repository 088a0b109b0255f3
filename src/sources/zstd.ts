import type { ReadStream } from 'node:fs'
import { pipeline, type Transform } from 'node:stream'
import zlib from 'node:zlib'
import { Decompress } from 'fzstd'
import { UsageError } from '../errors.ts'

/** Of Node 22.15 and newer, which the types of Node 20 don't know. */
interface NewerZlib {
  createZstdDecompress?: (options: { params: Record<number, number>; chunkSize: number }) => Transform
  constants: Record<string, unknown>
}

/** Reddit's dumps are packed with `--long=31`: whoever unpacks them looks back up to 2 GB. */
const largestWindowLog = 31
/**
 * Without Node's own zstd each block of 128 kB costs a copy of the window: at 128 MB that is some 10 MB of text a second.
 */
const largestWindow = 128 * 1024 * 1024

/**
 * Unpacks a zstd stream: by Node itself from 22.15 on, by fzstd (JavaScript, a fifth of the speed) before.
 * @throws UsageError where the window is too large for fzstd; Error for what is damaged
 */
export async function* unpackZstd(file: ReadStream, name: string): AsyncGenerator<Buffer> {
  const { createZstdDecompress, constants } = zlib as NewerZlib
  const windowLogMax = constants.ZSTD_d_windowLogMax
  if (createZstdDecompress && typeof windowLogMax === 'number') {
    const params = { [windowLogMax]: largestWindowLog }
    const unpacking = createZstdDecompress({ params, chunkSize: 1 << 18 })
    // Its errors come out of the loop over it.
    pipeline(file, unpacking, () => undefined)
    yield* unpacking as AsyncIterable<Buffer>
  } else yield* unpackSlowly(file, name)
}

/** The same in JavaScript, for Node before 22.15. */
export async function* unpackSlowly(file: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const ready: Buffer[] = []
  const unpacking = new Decompress((bytes) => {
    if (bytes.length > 0) ready.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
  })
  let first = true
  for await (const bytes of file) {
    if (first && windowOf(bytes) > largestWindow)
      throw new UsageError(
        `${name}: is packed with a window of ${Math.round(windowOf(bytes) / 2 ** 20)} MB, which Node ${process.versions.node} can't unpack; use Node 22.15 or newer, or unpack it first: zstd -d --long=31 ${name}`,
      )
    first = false
    unpacking.push(bytes)
    yield* ready.splice(0)
  }
  unpacking.push(new Uint8Array(0), true)
  yield* ready.splice(0)
}

/** How far back the first frame looks, in bytes (RFC 8878, 3.1.1.1.2); 0 where the frame says its length instead. */
function windowOf(head: Buffer): number {
  const flags = head[4] ?? 0
  if (head.length < 6 || head.readUInt32LE(0) !== 0xfd2fb528 || flags & 0x20) return 0
  const descriptor = head[5] ?? 0
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}
