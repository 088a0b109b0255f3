import { crc32, deflateRawSync } from 'node:zlib'

/**
 * A zip archive of files, the same bytes for the same files: CDK and Lambda tell new code by its hash.
 * (APPNOTE 6.3.3; no zip64: Lambda takes 250 MB at most.)
 * @param entries [path, bytes]
 * @param level of compression, 0 to 9; 0 stores
 */
export function zip(entries, { level = 6 } = {}) {
  const parts = []
  const directory = []
  let offset = 0
  for (const [path, bytes] of entries.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const name = Buffer.from(path)
    const body = level === 0 ? Buffer.from(bytes) : deflateRawSync(bytes, { level })
    const fields = [
      [2, 20],
      [2, 0x0800],
      [2, level === 0 ? 0 : 8],
      [2, 0],
      [2, firstDay],
      [4, crc32(bytes)],
      [4, body.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    ]
    const local = Buffer.concat([packed([[4, 0x04034b50], ...fields]), name])
    parts.push(local, body)
    directory.push(
      packed([[4, 0x02014b50], [2, 0x031e], ...fields, [2, 0], [2, 0], [2, 0], [4, readable], [4, offset]]),
      name,
    )
    offset += local.length + body.length
  }
  const index = Buffer.concat(directory)
  const count = entries.length
  const end = packed([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, index.length],
    [4, offset],
    [2, 0],
  ])
  return Buffer.concat([...parts, index, end])
}

/** 1980-01-01, where the format's calendar begins. */
const firstDay = 0x21
/** -rwxr-xr-x, for a regular file: Lambda runs as another user than the one who unpacks. */
const readable = 0o100755 * 0x10000

function packed(fields) {
  const buffer = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0))
  let at = 0
  for (const [size, value] of fields)
    at = size === 2 ? buffer.writeUInt16LE(value, at) : buffer.writeUInt32LE(value, at)
  return buffer
}
