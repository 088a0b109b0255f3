import { createHash } from 'node:crypto'

/** First 64 bits of the SHA-256 of some text. */
export function hash64(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64LE()
}

/**
 * A set of 64-bit hashes in a flat table (open addressing): 11 to 32 bytes an entry, where a Set of strings takes 150.
 * Two of a million texts share a hash with a probability of 3e-8.
 */
export class HashSet {
  #table = new BigUint64Array(1024)
  #size = 0

  /** @returns whether it is new */
  add(hash: bigint): boolean {
    const key = hash === 0n ? 1n : hash
    if (this.#size * 4 > this.#table.length * 3) this.#grow()
    if (!insert(this.#table, key)) return false
    this.#size++
    return true
  }

  get size(): number {
    return this.#size
  }

  #grow(): void {
    const larger = new BigUint64Array(this.#table.length * 2)
    for (const key of this.#table) if (key !== 0n) insert(larger, key)
    this.#table = larger
  }
}

function insert(table: BigUint64Array, key: bigint): boolean {
  const mask = table.length - 1
  for (let slot = Number(key & BigInt(mask)); ; slot = (slot + 1) & mask) {
    if (table[slot] === key) return false
    if (table[slot] === 0n) {
      table[slot] = key
      return true
    }
  }
}
