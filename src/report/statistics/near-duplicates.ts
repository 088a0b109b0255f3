/** Bits in which two perceptual hashes may differ and still show the same picture. */
export const nearDistance = 6

/**
 * Groups of hashes that differ in at most six bits, by chains of such pairs. Two hashes with at most six different bits
 * agree in at least one of seven bands, so only hashes that share a band are compared.
 * @param hashes 64 bits each, in 16 hex digits
 * @returns groups of two and more indexes, the largest first
 */
export function nearDuplicates(hashes: readonly string[]): number[][] {
  const high = Uint32Array.from(hashes, (hash) => Number.parseInt(hash.slice(0, 8), 16))
  const low = Uint32Array.from(hashes, (hash) => Number.parseInt(hash.slice(8, 16), 16))
  const group = Int32Array.from(hashes, (_, index) => index)
  for (let band = 0; band < bands; band++) {
    for (const alike of byBand(high, low, band)) join(alike, { high, low, group })
  }
  const groups = new Map<number, number[]>()
  for (let index = 0; index < hashes.length; index++) {
    const root = find(group, index)
    groups.set(root, [...(groups.get(root) ?? []), index])
  }
  return [...groups.values()].filter((one) => one.length > 1).sort((a, b) => b.length - a.length)
}

const bands = nearDistance + 1

/** Bits in which two 32-bit halves differ. */
export function bitsSet(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

interface Hashes {
  high: Uint32Array
  low: Uint32Array
  group: Int32Array
}

function byBand(high: Uint32Array, low: Uint32Array, band: number): number[][] {
  const places = new Map<string, number[]>()
  const from = Math.floor((band * 64) / bands)
  const to = Math.floor(((band + 1) * 64) / bands)
  const [highMask, lowMask] = [mask(from, Math.min(to, 32)), mask(Math.max(from - 32, 0), to - 32)]
  for (let index = 0; index < high.length; index++) {
    const key = `${((high[index] as number) & highMask) >>> 0}/${((low[index] as number) & lowMask) >>> 0}`
    const place = places.get(key)
    if (place) place.push(index)
    else places.set(key, [index])
  }
  return [...places.values()].filter((alike) => alike.length > 1)
}

/** Bits `from` to `to` of a 32-bit word, the highest bit first. */
function mask(from: number, to: number): number {
  let bits = 0
  for (let bit = from; bit < to; bit++) bits |= 1 << (31 - bit)
  return bits
}

function join(alike: number[], { high, low, group }: Hashes): void {
  for (const [place, a] of alike.entries()) {
    for (let other = place + 1; other < alike.length; other++) {
      const b = alike[other] as number
      const [rootA, rootB] = [find(group, a), find(group, b)]
      if (rootA === rootB) continue
      const differ =
        bitsSet(((high[a] as number) ^ (high[b] as number)) >>> 0) +
        bitsSet(((low[a] as number) ^ (low[b] as number)) >>> 0)
      if (differ <= nearDistance) group[Math.max(rootA, rootB)] = Math.min(rootA, rootB)
    }
  }
}

function find(group: Int32Array, index: number): number {
  let root = index
  while (group[root] !== root) root = group[root] as number
  for (let at = index; group[at] !== root; ) {
    const next = group[at] as number
    group[at] = root
    at = next
  }
  return root
}
