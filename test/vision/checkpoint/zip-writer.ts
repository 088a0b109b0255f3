import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipFile {
  name: string
  content: Uint8Array
  deflated?: boolean
  /** What the directory says instead of the truth. */
  says?: { method?: number; crc?: number; size?: number; flags?: number }
}

/** A zip file, as small as they come. @param comment stands at its end */
export function zipOf(files: readonly ZipFile[], comment = ''): Uint8Array {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content, deflated = false, says = {} } of files) {
    const body = deflated ? deflateRawSync(content) : Buffer.from(content)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(says.flags ?? 0, 2)
    common.writeUInt16LE(says.method ?? (deflated ? 8 : 0), 4)
    common.writeUInt32LE(says.crc ?? crc32(content), 10)
    common.writeUInt32LE(body.length, 14)
    common.writeUInt32LE(says.size ?? content.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([signature(0x04034b50), common, Buffer.from(name), body])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([signature(0x02014b50), Buffer.from([20, 0]), common, rest, Buffer.from(name)]))
    parts.push(local)
    at += local.length
  }
  const all = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(all.length, 8)
  end.writeUInt32LE(at, 12)
  end.writeUInt16LE(Buffer.byteLength(comment), 16)
  return Uint8Array.from(Buffer.concat([...parts, all, signature(0x06054b50), end, Buffer.from(comment)]))
}

function signature(number: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(number)
  return bytes
}
