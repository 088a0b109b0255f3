/**
 * Sorts places by a key made of one to three bytes each (a counting sort).
 * @param parts bytes of each place, the most significant first
 * @returns places in the order of their keys, and where each key begins; the last start is the end
 */
export function byKey(parts: readonly Uint8Array[]): { order: Uint32Array; starts: Uint32Array } {
  const count = parts[0]?.length ?? 0
  const bits = parts.map((part) => part.reduce((most, value) => Math.max(most, 32 - Math.clz32(value)), 1))
  const keys = new Uint32Array(count)
  for (const [p, part] of parts.entries()) {
    const shift = bits[p] as number
    for (let i = 0; i < count; i++) keys[i] = ((keys[i] as number) << shift) | (part[i] as number)
  }
  const starts = new Uint32Array(2 ** bits.reduce((sum, one) => sum + one, 0) + 1)
  for (let i = 0; i < count; i++) {
    const key = (keys[i] as number) + 1
    starts[key] = (starts[key] as number) + 1
  }
  for (let key = 1; key < starts.length; key++) starts[key] = (starts[key] as number) + (starts[key - 1] as number)
  const next = starts.slice()
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    const key = keys[i] as number
    const place = next[key] as number
    order[place] = i
    next[key] = place + 1
  }
  return { order, starts }
}
