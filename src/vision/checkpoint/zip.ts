import { crc32, inflateRawSync } from 'node:zlib'

/** A file in an archive, as its directory describes it. */
interface Entry {
  name: string
  method: number
  encrypted: boolean
  crc: number
  packed: number
  size: number
  /** Of its local header. */
  offset: number
}

export interface Archive {
  names: readonly string[]
  /** @throws RangeError for a name that is not there, and for a file that is damaged, encrypted or packed in an unknown way */
  read(name: string): Uint8Array
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
const endBytes = 22
const entryBytes = 46
const localBytes = 30
const longestComment = 65_535
const stored = 0
const deflated = 8

/**
 * Opens a zip file by its directory (PKWARE APPNOTE 6.3, sections 4.3.7 to 4.3.16): one that lies in memory, in one part and below 4 GB.
 * @throws RangeError if it is none
 */
export function openZip(bytes: Uint8Array): Archive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = new Map(entriesOf(bytes, view).map((entry) => [entry.name, entry]))
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name)
      if (!entry) throw new RangeError(`the archive has no ${name}`)
      return contentOf(entry, bytes, view)
    },
  }
}

function entriesOf(bytes: Uint8Array, view: DataView): Entry[] {
  const end = endOf(view)
  const count = view.getUint16(end + 10, true)
  const entries: Entry[] = []
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < count; i++) {
    if (at + entryBytes > end || view.getUint32(at, true) !== entrySignature)
      throw damaged('its directory is not whole')
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ]
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + entryBytes, at + entryBytes + name)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    })
    at += entryBytes + name + extra + comment
  }
  return entries
}

/** Where the record at the end begins: before a comment, of which nobody knows how long it is. */
function endOf(view: DataView): number {
  const last = view.byteLength - endBytes
  for (let at = last; at >= Math.max(0, last - longestComment); at--) {
    if (view.getUint32(at, true) === endSignature && view.getUint16(at + 20, true) === last - at) return at
  }
  throw damaged('it has no directory')
}

function contentOf({ name, method, encrypted, crc, packed, size, offset }: Entry, bytes: Uint8Array, view: DataView) {
  if (encrypted) throw damaged(`${name} is encrypted`)
  if (offset + localBytes > bytes.length || view.getUint32(offset, true) !== localSignature) {
    throw damaged(`${name} is not where the directory says`)
  }
  // The local header's name and extra field may be others than the directory's.
  const from = offset + localBytes + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (from + packed > bytes.length) throw damaged(`${name} is cut off`)
  const content = unpacked(bytes.subarray(from, from + packed), { name, method, size })
  if (content.length !== size || crc32(content) !== crc) throw damaged(`${name} is damaged`)
  return content
}

function unpacked(body: Uint8Array, { name, method, size }: Pick<Entry, 'name' | 'method' | 'size'>): Uint8Array {
  if (method === stored) return body
  if (method !== deflated) throw damaged(`${name} is packed by the method ${method}, which is not known here`)
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, size) })
  } catch (cause) {
    throw damaged(`${name} does not unpack: ${(cause as Error).message}`)
  }
}

function damaged(why: string): RangeError {
  return new RangeError(`not a zip file that can be read: ${why}`)
}
