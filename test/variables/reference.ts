import type { Size } from '../../src/image/box.ts'
import type { Picture } from '../../src/image/picture.ts'
import { linear } from '../../src/variables/lab.ts'
import { lanczosTaps, type Taps } from '../../src/variables/lanczos.ts'
import { otsuThreshold } from '../../src/variables/otsu.ts'

/**
 * Everything that the kernel computes, in plain words and one pixel after the other: what it is compared with. Slow.
 * Each function follows the definition, not the kernel's way to it.
 */
export function plainMeasures({ rgb, width, height }: Picture) {
  const pixels = Array.from({ length: width * height }, (_, i) => [...rgb.subarray(3 * i, 3 * i + 3)] as Rgb)
  const grey = pixels.map(([r, g, b]) => (9798 * r + 19235 * g + 3735 * b + 16384) >> 15)
  const counts = Array.from({ length: 256 }, () => 0)
  for (const level of grey) counts[level] = (counts[level] ?? 0) + 1
  const high = otsuThreshold(counts)
  const luma = pixels.map(([r, g, b]) => (0.299 * r + 0.587 * g + 0.114 * b) / 255)
  const saturation = pixels.map((rgb) => (Math.max(...rgb) === 0 ? 0 : spread(rgb) / Math.max(...rgb)))
  const value = pixels.map((rgb) => Math.max(...rgb) / 255)
  const lab = pixels.map(cielab)
  const rg = pixels.map(([r, g]) => r - g)
  const yb = pixels.map(([r, g, b]) => (r + g) / 2 - b)
  const coloured = (rgb: Rgb) => 5 * spread(rgb) >= Math.max(...rgb) && Math.max(...rgb) / 255 >= 0.15
  return {
    brightness: mean(luma),
    contrast: deviation(luma),
    saturation_mean: mean(saturation),
    saturation_sd: deviation(saturation),
    value_mean: mean(value),
    value_sd: deviation(value),
    lab_l_mean: mean(lab.map(([l]) => l)),
    lab_a_mean: mean(lab.map(([, a]) => a)),
    lab_b_mean: mean(lab.map(([, , b]) => b)),
    colourfulness: Math.hypot(deviation(rg), deviation(yb)) + 0.3 * Math.hypot(mean(rg), mean(yb)),
    warm_share: mean(pixels.map((rgb) => (coloured(rgb) && 2 * rgb[0] > rgb[1] + rgb[2] ? 1 : 0))),
    cool_share: mean(pixels.map((rgb) => (coloured(rgb) && 2 * rgb[0] < rgb[1] + rgb[2] ? 1 : 0))),
    sharpness: deviation(laplacian(grey, { width, height })) ** 2,
    edge_density: cannyDensity(grey, { width, height }, Math.floor(high / 2), high),
    small: shrink(
      pixels.map(([r, g, b]) => (19595 * r + 38470 * g + 7471 * b + 0x8000) >> 16),
      { width, height },
    ),
  }
}

type Rgb = [number, number, number]

function spread(rgb: Rgb): number {
  return Math.max(...rgb) - Math.min(...rgb)
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function deviation(values: number[]): number {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
}

function cielab([r, g, b]: Rgb): Rgb {
  const [x, y, z] = [
    (0.412453 * linear(r) + 0.35758 * linear(g) + 0.180423 * linear(b)) / 0.95047,
    0.212671 * linear(r) + 0.71516 * linear(g) + 0.072169 * linear(b),
    (0.019334 * linear(r) + 0.119193 * linear(g) + 0.950227 * linear(b)) / 1.08883,
  ].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)) as Rgb
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** REFLECT_101: ... 2 1 | 0 1 2 ... n-1 | n-2 n-3 ... */
function mirrored(index: number, size: number): number {
  if (size === 1) return 0
  return index < 0 ? -index : index < size ? index : 2 * size - 2 - index
}

function laplacian(grey: number[], { width, height }: Size): number[] {
  const level = (x: number, y: number) => grey[mirrored(y, height) * width + mirrored(x, width)] as number
  return grey.map((centre, i) => {
    const [x, y] = [i % width, Math.floor(i / width)]
    return level(x - 1, y) + level(x + 1, y) + level(x, y - 1) + level(x, y + 1) - 4 * centre
  })
}

/** Share of edges as `cv2.Canny(grey, low, high)`: Sobel 3 x 3 (borders repeated), |dx| + |dy|, no blur. */
function cannyDensity(grey: number[], { width, height }: Size, low: number, high: number): number {
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height
  const level = (x: number, y: number) =>
    grey[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] as number
  const gradient = (x: number, y: number) => {
    const column = (c: number) => level(c, y - 1) + 2 * level(c, y) + level(c, y + 1)
    const row = (r: number) => level(x - 1, r) + 2 * level(x, r) + level(x + 1, r)
    return { dx: column(x + 1) - column(x - 1), dy: row(y + 1) - row(y - 1) }
  }
  const magnitudes = grey.map((_, i) => {
    const { dx, dy } = gradient(i % width, Math.floor(i / width))
    return Math.abs(dx) + Math.abs(dy)
  })
  const magnitude = (x: number, y: number) => (inside(x, y) ? (magnitudes[y * width + x] as number) : 0)

  const ridge = (x: number, y: number) => {
    const { dx, dy } = gradient(x, y)
    const m = magnitude(x, y)
    const [across, down] = [Math.abs(dx) * 13573, Math.abs(dy) * 32768]
    if (down < across) return m > magnitude(x - 1, y) && m >= magnitude(x + 1, y)
    if (down > across + Math.abs(dx) * 65536) return m > magnitude(x, y - 1) && m >= magnitude(x, y + 1)
    const s = dx < 0 !== dy < 0 ? -1 : 1
    return m > magnitude(x - s, y - 1) && m > magnitude(x + s, y + 1)
  }
  const weak = new Set<number>()
  const open: number[] = []
  for (const [i, m] of magnitudes.entries()) {
    if (m <= low || !ridge(i % width, Math.floor(i / width))) continue
    if (m > high) open.push(i)
    else weak.add(i)
  }
  let edges = open.length
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const [x, y] = [i % width, Math.floor(i / width)]
    for (const [stepX, stepY] of [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b] as const))) {
      const next = (y + stepY) * width + x + stepX
      if (!inside(x + stepX, y + stepY) || !weak.delete(next)) continue
      edges++
      open.push(next)
    }
  }
  return edges / grey.length
}

/** Pillow's `resize((32, 32), LANCZOS)`: across, then down, 8 bits in between. */
function shrink(grey: number[], { width, height }: Size): number[] {
  const mix = (from: number[], start: number, step: number, { first, weights }: Taps) => {
    const sum = weights.reduce((all, weight, i) => all + weight * (from[start + (first + i) * step] as number), 2 ** 21)
    return Math.max(0, Math.min(255, sum >> 22))
  }
  const across = lanczosTaps(width, 32)
  const down = lanczosTaps(height, 32)
  const narrow = Array.from({ length: 32 * height }, (_, i) =>
    mix(grey, Math.floor(i / 32) * width, 1, across[i % 32] as Taps),
  )
  return Array.from({ length: 1024 }, (_, i) => mix(narrow, i % 32, 32, down[Math.floor(i / 32)] as Taps))
}
