/** Numbers, text, lists, records and typed arrays: what a packed file can hold. */
export type Packable =
  | null
  | boolean
  | number
  | string
  | Float32Array
  | Int32Array
  | Int8Array
  | Uint8Array
  | readonly Packable[]
  | { readonly [name: string]: Packable }

const arrays = { f32: Float32Array, i32: Int32Array, i8: Int8Array, u8: Uint8Array } as const
type Kind = keyof typeof arrays

const magic = 'limelight-pack 1\n'
/** Arrays begin at multiples of this. */
const alignment = 8

/**
 * A value as bytes: a line that names the format, the length of a JSON text, that text, in which typed arrays stand as
 * `{"$array": [kind, place, length]}`, then the arrays, little-endian.
 */
export function pack(value: Packable): Uint8Array {
  const bodies: Uint8Array[] = []
  let place = 0
  const header = JSON.stringify(value, (_key, part: Packable) => {
    const kind = kindOf(part)
    if (kind === null) return part
    const array = part as Float32Array
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    const entry = { $array: [kind, place, array.length] }
    bodies.push(bytes)
    place += aligned(bytes.length)
    return entry
  })
  const head = Buffer.from(`${magic}${Buffer.byteLength(header)}\n${header}`)
  const packed = new Uint8Array(aligned(head.length) + place)
  packed.set(head)
  let at = aligned(head.length)
  for (const body of bodies) {
    packed.set(body, at)
    at += aligned(body.length)
  }
  return packed
}

/**
 * What was packed. Typed arrays are views of `bytes` where its start is aligned, copies elsewhere.
 * @throws TypeError for bytes that are no pack, or not whole
 */
export function unpack(bytes: Uint8Array): Packable {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1')
  const length = start.startsWith(magic) ? Number.parseInt(start.slice(magic.length), 10) : Number.NaN
  if (!Number.isInteger(length)) throw new TypeError('the file is no pack of this version')
  const from = start.indexOf('\n', magic.length) + 1
  if (bytes.length < from + length) throw new TypeError('the pack is not whole')
  const body = aligned(from + length)
  const header = Buffer.from(bytes.subarray(from, from + length)).toString('utf8')
  return JSON.parse(header, (_key, part: unknown) => (isEntry(part) ? arrayAt(bytes, body, part.$array) : part))
}

function arrayAt(bytes: Uint8Array, body: number, [kind, place, length]: [Kind, number, number]): Packable {
  const Type = arrays[kind]
  const from = bytes.byteOffset + body + place
  const size = length * Type.BYTES_PER_ELEMENT
  if (body + place + size > bytes.length) throw new TypeError('the pack is not whole')
  return from % Type.BYTES_PER_ELEMENT === 0
    ? new Type(bytes.buffer as ArrayBuffer, from, length)
    : new Type(bytes.slice(body + place, body + place + size).buffer)
}

function kindOf(part: unknown): Kind | null {
  for (const [kind, Type] of Object.entries(arrays)) if (part instanceof Type) return kind as Kind
  return null
}

function isEntry(part: unknown): part is { $array: [Kind, number, number] } {
  return typeof part === 'object' && part !== null && '$array' in part
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment
}
