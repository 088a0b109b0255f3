import type { Size } from '../../src/image/box.ts'
import { halfEven } from '../../src/variables/rounding.ts'

// What the kernel computes for the families, in plain words and one pixel after the other: what it is compared with. Slow.

const { abs, max, min, sqrt } = Math

/** REFLECT_101. */
function mirrored(index: number, size: number): number {
  if (size === 1) return 0
  let at = index
  while (at < 0 || at >= size) at = at < 0 ? -at : 2 * size - 2 - at
  return at
}

/** ... c b a | a b c ... */
function reversed(index: number, size: number): number {
  let at = index
  while (at < 0 || at >= size) at = at < 0 ? -at - 1 : 2 * size - 1 - at
  return at
}

export type Plane = (x: number, y: number) => number

export function plane(bytes: Uint8Array, { width }: Size): Plane {
  return (x, y) => bytes[y * width + x] ?? 0
}

function each({ width, height }: Size, border: number, visit: (x: number, y: number) => void): void {
  for (let y = border; y < height - border; y++) for (let x = border; x < width - border; x++) visit(x, y)
}

/** OpenCV's RGB2HSV of 8 bits, with tables of its definition. */
export function plainHsv(r: number, g: number, b: number): [number, number, number] {
  const value = max(r, g, b)
  const spread = value - min(r, g, b)
  if (spread === 0) return [0, 0, value]
  const saturation = (spread * halfEven((255 * 4096) / value) + 2048) >> 12
  const turned = value === r ? g - b : value === g ? b - r + 2 * spread : r - g + 4 * spread
  const hue = (turned * halfEven((180 * 4096) / (6 * spread)) + 2048) >> 12
  return [hue < 0 ? hue + 180 : hue, saturation, value]
}

export function plainBlur(grey: Uint8Array, size: Size): Uint8Array {
  const at = plane(grey, size)
  const weights = [1, 4, 6, 4, 1]
  return Uint8Array.from({ length: grey.length }, (_, i) => {
    const [x, y] = [i % size.width, Math.floor(i / size.width)]
    let sum = 128
    for (const [j, down] of weights.entries()) {
      for (const [k, across] of weights.entries()) {
        sum += down * across * at(mirrored(x + k - 2, size.width), mirrored(y + j - 2, size.height))
      }
    }
    return sum >> 8
  })
}

export function plainVariation(grey: Uint8Array, size: Size): Uint8Array {
  const at = plane(grey, size)
  const result = new Uint8Array(grey.length)
  each(size, 1, (x, y) => {
    let most = 0
    for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) most = max(most, abs(at(x + dx, y + dy) - at(x, y)))
    result[y * size.width + x] = most
  })
  return result
}

function response(at: Plane, x: number, y: number, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * at(x + (i % 3) - 1, y + Math.floor(i / 3) - 1), 0)
}

export function plainNoiseSum(grey: Uint8Array, size: Size): number {
  let sum = 0
  each(size, 1, (x, y) => {
    sum += abs(response(plane(grey, size), x, y, [1, -2, 1, -2, 4, -2, 1, -2, 1]))
  })
  return sum
}

export function plainLaplacianSum(grey: Uint8Array, size: Size): number {
  let sum = 0
  each(size, 1, (x, y) => {
    sum += abs(response(plane(grey, size), x, y, [-1, -1, -1, -1, 8, -1, -1, -1, -1]))
  })
  return sum
}

/** Standard deviation of the 4-neighbour Laplacian of a whole plane. */
export function plainLaplacianSd(grey: Uint8Array, size: Size): number {
  const at = plane(grey, size)
  const values: number[] = []
  each(size, 0, (x, y) => {
    const beside = [-1, 1].map((d) => at(mirrored(x + d, size.width), y) + at(x, mirrored(y + d, size.height)))
    values.push((beside[0] ?? 0) + (beside[1] ?? 0) - 4 * at(x, y))
  })
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}

export function plainHaar(bytes: Uint8Array, size: Size): number {
  const at = plane(bytes, size)
  let sum = 0
  for (let y = 0; y < size.height; y += 2) {
    for (let x = 0; x < size.width; x += 2) {
      const [right, below] = [min(x + 1, size.width - 1), min(y + 1, size.height - 1)]
      const [a, b, c, d] = [at(x, y), at(right, y), at(x, below), at(right, below)]
      sum += (abs(a + b - c - d) + abs(a - b + c - d) + abs(a - b - c + d)) / 2
    }
  }
  return sum
}

/** Regions of more than `area` pixels that are brighter than their Gaussian mean by more than a ten thousandth. */
export function plainBrightRegions(
  rgb: Uint8Array,
  size: Size,
  { weights, area }: { weights: Float64Array; area: number },
): number {
  const { width, height } = size
  const levels = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.floor(((rgb[3 * i] ?? 0) + (rgb[3 * i + 1] ?? 0) + (rgb[3 * i + 2] ?? 0)) / 3),
  )
  const blurred = (values: ArrayLike<number>, dx: number, dy: number) =>
    Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)]
      let sum = 0
      for (let d = -23; d <= 23; d++) {
        const place = reversed(y + d * dy, height) * width + reversed(x + d * dx, width)
        sum += (weights[abs(d)] ?? 0) * (values[place] ?? 0)
      }
      return sum
    })
  const around = blurred(blurred(levels, 0, 1), 1, 0)
  const open = new Set(around.flatMap((mean, i) => ((levels[i] ?? 0) > mean + 1e-9 ? [i] : [])))
  let regions = 0
  for (const start of open) {
    let pixels = 0
    const waiting = [start]
    open.delete(start)
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      pixels++
      const [x, y] = [at % width, Math.floor(at / width)]
      for (let next = 0; next < 9; next++) {
        const [nx, ny] = [x + (next % 3) - 1, y + Math.floor(next / 3) - 1]
        const place = ny * width + nx
        if (nx >= 0 && ny >= 0 && nx < width && ny < height && open.delete(place)) waiting.push(place)
      }
    }
    if (pixels > area) regions++
  }
  return regions
}

/** |F|² at every frequency, by the definition, row by row and then column by column. */
export function plainPower(grey: Uint8Array, { width, height }: Size): number[] {
  const once = (re: number[], im: number[], n: number): [number[], number[]] => {
    const turned = (part: 're' | 'im') =>
      Array.from({ length: n }, (_, k) =>
        re.reduce((sum, value, t) => {
          const angle = (-2 * Math.PI * ((t * k) % n)) / n
          const [c, s] = [Math.cos(angle), Math.sin(angle)]
          return sum + (part === 're' ? value * c - (im[t] ?? 0) * s : value * s + (im[t] ?? 0) * c)
        }, 0),
      )
    return [turned('re'), turned('im')]
  }
  const rows = Array.from({ length: height }, (_, y) =>
    once([...grey.subarray(y * width, (y + 1) * width)], new Array(width).fill(0), width),
  )
  const power: number[] = new Array(width * height).fill(0)
  for (let u = 0; u < width; u++) {
    const [re, im] = once(
      rows.map(([r]) => r[u] ?? 0),
      rows.map(([, i]) => i[u] ?? 0),
      height,
    )
    for (let v = 0; v < height; v++) power[v * width + u] = (re[v] ?? 0) ** 2 + (im[v] ?? 0) ** 2
  }
  return power
}
