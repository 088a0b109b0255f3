/** How one of the 32 pixels is mixed: from pixel `first` on, by weights in 22-bit fixed point. */
export interface Taps {
  first: number
  weights: Int32Array
}

/**
 * Pillow's coefficients for making `size` pixels 32: Lanczos with 3 lobes, as its `Resample.c` rounds them.
 * The sizes of one platform's pictures are few, so the last ones are kept.
 */
export function lanczosTaps(size: number): Taps[] {
  const known = recent.get(size)
  if (known) return known
  const taps = compute(size)
  if (recent.size >= 32) recent.clear()
  recent.set(size, taps)
  return taps
}

const recent = new Map<number, Taps[]>()

function compute(size: number): Taps[] {
  const scale = size / 32
  const stretch = Math.max(scale, 1)
  const support = 3 * stretch
  return Array.from({ length: 32 }, (_, x) => {
    const centre = (x + 0.5) * scale
    const first = Math.max(0, Math.trunc(centre - support + 0.5))
    const end = Math.min(size, Math.trunc(centre + support + 0.5))
    const raw = Float64Array.from({ length: end - first }, (_, i) => lobe((i + first - centre + 0.5) / stretch))
    const sum = raw.reduce((a, b) => a + b, 0)
    return { first, weights: Int32Array.from(raw, (weight) => rounded((weight / sum) * 2 ** 22)) }
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
