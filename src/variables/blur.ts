import type { Size } from '../image/box.ts'

/**
 * Binomial blur of 5 x 5, weights 1 4 6 4 1, borders mirrored (REFLECT_101), rounded: OpenCV's GaussianBlur of 8-bit greys with
 * a kernel of 5 and no sigma.
 */
export function blurred(grey: Uint8Array, { width, height }: Size): Uint8Array {
  const across = new Uint16Array(width * height)
  const columns = [-2, -1, 1, 2].map((d) => Int32Array.from({ length: width }, (_, x) => mirrored(x + d, width)))
  const [l2, l1, r1, r2] = columns as [Int32Array, Int32Array, Int32Array, Int32Array]
  for (let y = 0; y < height; y++) {
    const row = y * width
    for (let x = 0; x < width; x++) {
      across[row + x] =
        (grey[row + (l2[x] as number)] as number) +
        (grey[row + (r2[x] as number)] as number) +
        4 * ((grey[row + (l1[x] as number)] as number) + (grey[row + (r1[x] as number)] as number)) +
        6 * (grey[row + x] as number)
    }
  }
  const result = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const [a, b, c, d, e] = [-2, -1, 0, 1, 2].map((step) => mirrored(y + step, height) * width) as Five
    for (let x = 0; x < width; x++) {
      const sum =
        (across[a + x] as number) +
        (across[e + x] as number) +
        4 * ((across[b + x] as number) + (across[d + x] as number)) +
        6 * (across[c + x] as number)
      result[y * width + x] = (sum + 128) >> 8
    }
  }
  return result
}

type Five = [number, number, number, number, number]

/** REFLECT_101, as often as a small picture needs it. */
export function mirrored(index: number, size: number): number {
  if (size === 1) return 0
  let at = index
  while (at < 0 || at >= size) at = at < 0 ? -at : 2 * size - 2 - at
  return at
}
