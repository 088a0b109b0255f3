import { readFile, stat } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import xz from 'xz-decompress'

/** No post's metadata is larger: more is a file that unpacks without end. */
const largest = 64 * 1024 * 1024

/**
 * A small text file, unpacked if it ends in `.xz`.
 * @throws when it is missing, damaged or larger than 64 MB
 */
export async function readSmallText(path: string): Promise<string> {
  if ((await stat(path)).size > largest) throw new Error('is larger than 64 MB')
  const bytes = await readFile(path)
  if (!path.toLowerCase().endsWith('.xz')) return decode(bytes)
  return decode(await unpack(bytes))
}

async function unpack(bytes: Uint8Array): Promise<Uint8Array> {
  const magic = Buffer.from(bytes.subarray(0, 6)).toString('hex')
  if (magic.startsWith('1f8b')) return gunzipSync(bytes, { maxOutputLength: largest })
  if (magic !== 'fd377a585a00') throw new Error('is not an xz file')
  const chunks: Uint8Array[] = []
  let total = 0
  let idle = 0
  for await (const chunk of new xz.XzReadableStream(new Blob([new Uint8Array(bytes)]).stream())) {
    // A cut file gives empty chunks without end.
    idle = chunk.length === 0 ? idle + 1 : 0
    if (idle > 1000) throw new Error('ends too early')
    total += chunk.length
    if (total > largest) throw new Error('unpacks to more than 64 MB')
    chunks.push(chunk.slice())
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Uint8Array): string {
  const [a, b] = bytes
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}
