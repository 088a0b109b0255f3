/** How one of a few pixels is mixed: from pixel `first` on, by weights in 22-bit fixed point. */
export interface Taps {
  first: number
  weights: Int32Array
}

/** The same before it is rounded: weights add up to 1. */
export interface Mix {
  first: number
  weights: Float64Array
}

/** Pillow's coefficients for making `size` pixels `few`: Lanczos with 3 lobes, as its `Resample.c` rounds them. */
export const lanczosTaps = kept((size: number, few: number): Taps[] =>
  mixes(size, few).map(({ first, weights }) => ({
    first,
    weights: Int32Array.from(weights, (weight) => rounded(weight * 2 ** 22)),
  })),
)

/** Means of each eighth of what `size` pixels become when Lanczos makes them `many`, a multiple of 8. */
export const lanczosEighths = kept((size: number, many: number): Mix[] => {
  const each = mixes(size, many)
  const part = many / 8
  return Array.from({ length: 8 }, (_, i) => {
    const own = each.slice(i * part, (i + 1) * part)
    const first = Math.min(...own.map((mix) => mix.first))
    const end = Math.max(...own.map((mix) => mix.first + mix.weights.length))
    const weights = new Float64Array(end - first)
    for (const mix of own) {
      for (let j = 0; j < mix.weights.length; j++) {
        const at = mix.first - first + j
        weights[at] = (weights[at] as number) + (mix.weights[j] as number) / part
      }
    }
    return { first, weights }
  })
})

/** A function that remembers: the sizes of one platform's pictures are few. */
function kept<T>(make: (size: number, few: number) => T): (size: number, few: number) => T {
  const recent = new Map<string, T>()
  return (size, few) => {
    const key = `${size} ${few}`
    const known = recent.get(key)
    if (known) return known
    const made = make(size, few)
    if (recent.size >= 64) recent.clear()
    recent.set(key, made)
    return made
  }
}

function mixes(size: number, few: number): Mix[] {
  const scale = size / few
  const stretch = Math.max(scale, 1)
  const support = 3 * stretch
  return Array.from({ length: few }, (_, x) => {
    const centre = (x + 0.5) * scale
    const first = Math.max(0, Math.trunc(centre - support + 0.5))
    const end = Math.min(size, Math.trunc(centre + support + 0.5))
    const raw = Float64Array.from({ length: end - first }, (_, i) => lobe((i + first - centre + 0.5) / stretch))
    const sum = raw.reduce((a, b) => a + b, 0)
    return { first, weights: raw.map((weight) => weight / sum) }
  })
}

function lobe(x: number): number {
  return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

/** Half away from zero, as C's cast after adding or taking a half. */
function rounded(x: number): number {
  return Math.trunc(x < 0 ? x - 0.5 : x + 0.5)
}
