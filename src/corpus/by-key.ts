/**
 * Sorts places by a key made of one to three bytes each.
 * @param parts bytes of each place, the most significant first
 * @returns places in the order of their keys, and where each run of one key begins; the last start is the end
 */
export function byKey(parts: readonly Uint8Array[]): { order: Uint32Array; starts: Uint32Array } {
  const count = parts[0]?.length ?? 0
  const bits = parts.map((part) => part.reduce((most, value) => Math.max(most, 32 - Math.clz32(value)), 1))
  const keys = new Uint32Array(count)
  for (const [p, part] of parts.entries()) {
    const shift = bits[p] as number
    for (let i = 0; i < count; i++) keys[i] = ((keys[i] as number) << shift) | (part[i] as number)
  }
  const range = 2 ** bits.reduce((sum, one) => sum + one, 0)
  return range < 16 * count ? byCounting(keys, range) : byComparing(keys)
}

/** Few keys for many places. Keys that no place has are empty runs. */
function byCounting(keys: Uint32Array, range: number) {
  const starts = new Uint32Array(range + 1)
  for (const key of keys) starts[key + 1] = (starts[key + 1] as number) + 1
  for (let key = 1; key <= range; key++) starts[key] = (starts[key] as number) + (starts[key - 1] as number)
  const next = starts.slice()
  const order = new Uint32Array(keys.length)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number
    const place = next[key] as number
    order[place] = i
    next[key] = place + 1
  }
  return { order, starts }
}

function byComparing(keys: Uint32Array) {
  const order = Uint32Array.from(keys, (_, i) => i).sort((a, b) => (keys[a] as number) - (keys[b] as number))
  const begins = [...order.keys()].filter((i) => i === 0 || keys[order[i] as number] !== keys[order[i - 1] as number])
  return { order, starts: Uint32Array.from([...begins, keys.length]) }
}
