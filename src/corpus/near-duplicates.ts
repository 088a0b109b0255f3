import { byKey } from './by-key.ts'
import { Groups } from './groups.ts'

/** Bits in which two perceptual hashes may differ and still show the same picture. */
export const nearDistance = 6

/**
 * Groups of hashes that differ in at most six bits, by chains of such pairs, without comparing all pairs: of n bands, two such
 * hashes agree in at least n - 6, so only hashes that agree in so many bands are compared, for every choice of bands. Nothing is
 * missed (bench/near-duplicates.ts).
 * @param hashes 64 bits each, in 16 hex digits
 * @param bands 8 or 9: more bands mean more rounds and fewer hashes alike in one, worth it where there are many
 * @returns groups of two and more indexes, the largest first, then by their first index
 */
export function nearDuplicates(hashes: readonly string[], bands = hashes.length < 50_000 ? 8 : 9): number[][] {
  const groups = new Groups(hashes.length)
  const first = new Map<string, number>()
  const distinct: number[] = []
  for (const [index, hash] of hashes.entries()) {
    const known = first.get(hash)
    if (known !== undefined) groups.join(known, index)
    else {
      first.set(hash, index)
      distinct.push(index)
    }
  }
  const high = Uint32Array.from(distinct, (index) => Number.parseInt((hashes[index] as string).slice(0, 8), 16))
  const low = Uint32Array.from(distinct, (index) => Number.parseInt((hashes[index] as string).slice(8, 16), 16))
  nearPairs({ high, low }, bands, (a, b) => groups.join(distinct[a] as number, distinct[b] as number))
  return groups.list()
}

/** Bits in which two 32-bit halves differ. */
export function bitsSet(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

interface Hashes {
  high: Uint32Array
  low: Uint32Array
}

/** Calls back for pairs that differ in at most six bits; the same pair may come several times. */
function nearPairs({ high, low }: Hashes, bands: number, found: (a: number, b: number) => void): void {
  const values = bandValues({ high, low }, bands)
  const [sortedHigh, sortedLow] = [new Uint32Array(high.length), new Uint32Array(high.length)]
  for (const chosen of choices(bands, bands - nearDistance)) {
    const { order, starts } = byKey(chosen.map((band) => values[band] as Uint8Array))
    for (let i = 0; i < order.length; i++) {
      sortedHigh[i] = high[order[i] as number] as number
      sortedLow[i] = low[order[i] as number] as number
    }
    for (let key = 0; key + 1 < starts.length; key++) {
      const end = starts[key + 1] as number
      for (let i = starts[key] as number; i < end; i++) {
        const [h, l] = [sortedHigh[i] as number, sortedLow[i] as number]
        for (let j = i + 1; j < end; j++) {
          const differ = bitsSet((h ^ (sortedHigh[j] as number)) >>> 0) + bitsSet((l ^ (sortedLow[j] as number)) >>> 0)
          if (differ <= nearDistance) found(order[i] as number, order[j] as number)
        }
      }
    }
  }
}

/** Bit i belongs to band i modulo their number: neighbouring bits of a perceptual hash often go together. At most 8 bits a band. */
function bandValues({ high, low }: Hashes, bands: number): Uint8Array[] {
  return Array.from({ length: bands }, (_, band) =>
    Uint8Array.from(high, (h, i) => {
      let value = 0
      for (let bit = band; bit < 64; bit += bands) {
        const word = bit < 32 ? h : (low[i] as number)
        value = (value << 1) | ((word >>> (31 - (bit & 31))) & 1)
      }
      return value
    }),
  )
}

/** Every way to choose `count` of so many. */
function choices(of: number, count: number, from = 0): number[][] {
  if (count === 0) return [[]]
  return Array.from({ length: of - from }, (_, i) => from + i).flatMap((first) =>
    choices(of, count - 1, first + 1).map((rest) => [first, ...rest]),
  )
}
