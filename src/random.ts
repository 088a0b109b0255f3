/**
 * Seeded random numbers (mulberry32, public domain, Tommy Ettinger 2017): the same seed gives the same numbers on every
 * machine. Good for samples and bootstraps, never for secrets.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** A whole number in [0, below). */
  integer(below: number): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Normal with mean 0 and variance 1 (Box & Muller 1958). */
  normal(): number
  /** One of some things; at least one is needed. */
  pick<T>(things: readonly T[]): T
}

export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const integer = (below: number) => Math.floor(next() * below)
  return {
    next,
    integer,
    between: (low, high) => low + (high - low) * next(),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: <T>(things: readonly T[]): T => {
      if (things.length === 0) throw new RangeError('nothing to pick from')
      return things[integer(things.length)] as T
    },
  }
}
