import { bitsSet, nearDistance, nearDuplicates } from '../src/corpus/near-duplicates.ts'
import { seeded } from '../src/random.ts'

/**
 * Groups of near-duplicates among a million perceptual hashes, one core: seconds, and whether they are those that comparing all
 * pairs of a sample finds. A tenth of the hashes are others with up to eight bits turned; real hashes crowd together, so bits are
 * not even: each is set in 30 to 70 of 100. Goal: below 60 s, none missed. `npm run bench -- near-duplicates [HASHES] [SAMPLE]`
 */
const total = Number(process.argv[2] ?? 1_000_000)
const sampled = Number(process.argv[3] ?? 20_000)

const hashes = drawn(total, 1)
const cpu = process.cpuUsage()
const wall = performance.now()
const groups = nearDuplicates(hashes)
const used = process.cpuUsage(cpu)
console.log(
  `${total} hashes: ${((performance.now() - wall) / 1000).toFixed(1)} s, ${((used.user + used.system) / 1e6).toFixed(1)} s CPU`,
)
console.log(`groups ${groups.length}, hashes in them ${groups.flat().length}, largest ${groups[0]?.length ?? 0}`)

const sample = drawn(sampled, 2)
const began = performance.now()
const pairs = allPairs(sample)
const allPairsSeconds = (performance.now() - began) / 1000
const start = performance.now()
const groupOf = new Map(nearDuplicates(sample).flatMap((group, g) => group.map((index) => [index, g] as const)))
const seconds = (performance.now() - start) / 1000
const together = pairs.filter(([a, b]) => groupOf.has(a) && groupOf.get(a) === groupOf.get(b)).length
console.log(
  `${sampled} hashes: near pairs by comparing all ${pairs.length}, of these in one group ${together}: recall ${(together / pairs.length).toFixed(4)}`,
)
console.log(
  `  all pairs ${allPairsSeconds.toFixed(2)} s, by bands ${seconds.toFixed(2)} s: ${(allPairsSeconds / seconds).toFixed(1)} times`,
)

function drawn(count: number, seed: number): string[] {
  const random = seeded(seed)
  const chance = Array.from({ length: 64 }, () => random.between(0.3, 0.7))
  const made: [number, number][] = []
  for (let i = 0; i < count; i++) {
    if (i > 0 && random.next() < 0.1) {
      const [high, low] = random.pick(made)
      let copy: [number, number] = [high, low]
      for (let turns = random.integer(9); turns > 0; turns--) {
        const bit = random.integer(32)
        copy = random.next() < 0.5 ? [copy[0] ^ (1 << bit), copy[1]] : [copy[0], copy[1] ^ (1 << bit)]
      }
      made.push(copy)
    } else {
      const word = (from: number) => {
        let bits = 0
        for (let bit = 0; bit < 32; bit++) if (random.next() < (chance[from + bit] as number)) bits |= 1 << bit
        return bits
      }
      made.push([word(0), word(32)])
    }
  }
  return made.map(([high, low]) => hex(high) + hex(low))
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0')
}

function allPairs(list: readonly string[]): [number, number][] {
  const high = Uint32Array.from(list, (hash) => Number.parseInt(hash.slice(0, 8), 16))
  const low = Uint32Array.from(list, (hash) => Number.parseInt(hash.slice(8), 16))
  const found: [number, number][] = []
  for (let a = 0; a < list.length; a++) {
    for (let b = a + 1; b < list.length; b++) {
      const bits =
        bitsSet(((high[a] as number) ^ (high[b] as number)) >>> 0) +
        bitsSet(((low[a] as number) ^ (low[b] as number)) >>> 0)
      if (bits <= nearDistance) found.push([a, b])
    }
  }
  return found
}
