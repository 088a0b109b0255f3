/** A field of a protobuf message. Numbers are those of wire type 0 (varints); fixed ones are passed on as they are. */
export interface Field {
  field: number
  /** The number of a varint, as a signed 64-bit integer; null for others. */
  number: bigint | null
  /** What a length-delimited field holds, a view; null for others. */
  body: Uint8Array | null
  /** The whole field with its key, a view. */
  raw: Uint8Array
}

/** The fields of a message in their order. @throws RangeError if it is none */
export function* fields(bytes: Uint8Array): Generator<Field> {
  for (let at = 0; at < bytes.length; ) {
    const start = at
    let key: bigint
    ;[key, at] = varintAt(bytes, at)
    const field = Number(key >> 3n)
    const wireType = Number(key & 7n)
    let number: bigint | null = null
    let body: Uint8Array | null = null
    if (wireType === 0) {
      ;[number, at] = varintAt(bytes, at)
      number = BigInt.asIntN(64, number)
    } else if (wireType === 1) at += 8
    else if (wireType === 5) at += 4
    else if (wireType === 2) {
      let length: bigint
      ;[length, at] = varintAt(bytes, at)
      if (BigInt(at) + length > BigInt(bytes.length)) throw new RangeError('a field is longer than the message')
      body = bytes.subarray(at, at + Number(length))
      at += Number(length)
    } else throw new RangeError(`no wire type ${wireType} in protobuf`)
    yield { field, number, body, raw: bytes.subarray(start, at) }
  }
}

/** The length-delimited fields of a message; numbers are passed over. @throws RangeError if it is none */
export function* messages(bytes: Uint8Array): Generator<[field: number, body: Uint8Array]> {
  for (const { field, body } of fields(bytes)) if (body) yield [field, body]
}

/** The numbers of a packed field. */
export function packed(body: Uint8Array): bigint[] {
  const numbers: bigint[] = []
  for (let at = 0; at < body.length; ) {
    let number: bigint
    ;[number, at] = varintAt(body, at)
    numbers.push(BigInt.asIntN(64, number))
  }
  return numbers
}

/** A length-delimited field. */
export function delimited(field: number, body: Uint8Array): Uint8Array {
  return joined([varint(BigInt(field) * 8n + 2n), varint(BigInt(body.length)), body])
}

/** Bytes one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Base 128, the lowest digits first; negative numbers as their two's complement of 64 bits. */
export function varint(number: bigint): Uint8Array {
  const digits: number[] = []
  for (let rest = BigInt.asUintN(64, number); ; rest >>= 7n) {
    if (rest < 128n) return Uint8Array.from([...digits, Number(rest)])
    digits.push(Number(rest & 127n) + 128)
  }
}

/** A message with the body of the first such field changed. */
export function replaced(message: Uint8Array, wanted: number, change: (body: Uint8Array) => Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  let left = 1
  for (const { field, body, raw } of fields(message)) {
    if (field === wanted && body && left-- > 0) parts.push(delimited(field, change(body)))
    else parts.push(raw)
  }
  return joined(parts)
}

function varintAt(bytes: Uint8Array, from: number): [number: bigint, next: number] {
  let value = 0n
  for (let at = from, shift = 0n; ; at++, shift += 7n) {
    const byte = bytes[at]
    if (byte === undefined || shift > 63n) throw new RangeError('not a protobuf message')
    value += BigInt(byte & 127) << shift
    if (byte < 128) return [value, at + 1]
  }
}
