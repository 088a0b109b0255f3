import type { Picture } from '../../src/image/picture.ts'

/** Feature congestion as the authors' code says it, in double precision, place by place: slow, and with nothing of ours. */
export interface Congestion {
  colour: number
  contrast: number
  orientation: number
  /** The map of orientations. */
  map: number[][]
}

type Plane = number[][]

export function plainCongestion(picture: Picture): Congestion {
  const finest = labOf(picture)
  const half = finest.map(reduced)
  const levels = [finest, half, half.map(reduced)] as Plane[][]
  const colours = levels.map((planes) => spread(planes, 6, 3, [0.0007, 0.1, 0.05]))
  const contrasts = levels.map(([l = []]) => spread([differenceOfGaussians(l)], 6, 3, [0]))
  const map = collapsed(levels.map(([l = []]) => spread(directions(l), 28, 14, [Math.sqrt(0.001), Math.sqrt(0.001)])))
  return { colour: mean(collapsed(colours)), contrast: mean(collapsed(contrasts)), orientation: mean(map), map }
}

function labOf({ rgb, width, height }: Picture): Plane[] {
  const linear = (v: number) => (v / 255 >= 0.04045 ? ((v / 255 + 0.055) / 1.055) ** 2.4 : v / 255 / 12.92)
  const f = (t: number) => (t >= 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const planes: Plane[] = [0, 1, 2].map(() => grid(width, height, () => 0))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [r = 0, g = 0, b = 0] = [...rgb.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)].map(linear)
      const fx = f((0.412453 * r + 0.35758 * g + 0.180423 * b) / 95.047)
      const fy = f((0.212671 * r + 0.71516 * g + 0.072169 * b) / 100)
      const fz = f((0.019334 * r + 0.119193 * g + 0.950227 * b) / 108.833)
      for (const [i, v] of [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)].entries()) put(planes[i] ?? [], x, y, v)
    }
  }
  return planes
}

/** Half as large: (1 5 8 5 1) / 20, mirrored, every second place. */
function reduced(plane: Plane): Plane {
  const fifths = [0.05, 0.25, 0.4, 0.25, 0.05]
  const smooth = filtered(
    plane,
    fifths.map((a) => fifths.map((b) => a * b)),
  )
  return smooth.filter((_, y) => y % 2 === 0).map((row) => row.filter((_, x) => x % 2 === 0))
}

function differenceOfGaussians(l: Plane): Plane {
  const [inner, outer] = [0.71, 1.14].map((sigma) => filtered(l, gaussian2d(3, sigma)))
  return inner?.map((row, y) => row.map((v, x) => Math.abs(v - at(outer ?? [], x, y)))) ?? []
}

function directions(l: Plane): Plane[] {
  const gaussians = [2, 0, -2].map((off) => gaussian2d(6, 2, off))
  const derivative = (turn: (one: Plane) => Plane) => {
    const [a, b, c] = gaussians.map(turn).map(normalised) as [Plane, Plane, Plane]
    return b.map((row, y) => row.map((v, x) => 2 * v - at(a, x, y) - at(c, x, y)))
  }
  const transposed = (one: Plane) => grid(13, 13, (x, y) => at(one, y, x))
  const filters = [
    ...[derivative((one) => one), derivative(transposed)],
    ...[derivative((one) => turned(one, 1)), derivative((one) => turned(one, -1))],
  ]
  const [h, v, r, s] = filters.map((filter) =>
    pooled(filtered(l, filter).map((row) => row.map((e) => e * e))),
  ) as Plane[]
  const part = (a: Plane = [], b: Plane = []) =>
    a.map((row, y) =>
      row.map((e, x) => {
        const all = [h, v, r, s].reduce((sum, one) => sum + at(one ?? [], x, y), 1)
        return (e - at(b, x, y)) / all
      }),
    )
  return [part(h, v), part(r, s)]
}

/** By 45 degrees one way or the other: bicubic (Keys), the border's mirror image beyond it, nought where nothing was. */
function turned(filter: Plane, way: 1 | -1): Plane {
  const keys = (d: number) => {
    const t = Math.abs(d)
    return t <= 1 ? 1.5 * t ** 3 - 2.5 * t ** 2 + 1 : t < 2 ? -0.5 * t ** 3 + 2.5 * t ** 2 - 4 * t + 2 : 0
  }
  const back = (i: number) => (i < 0 ? -1 - i : i > 12 ? 25 - i : i)
  return grid(13, 13, (column, row) => {
    const [x, y] = [column - 6, row - 6]
    const [u, w] = [(x - way * y) / Math.SQRT2 + 6, (way * x + y) / Math.SQRT2 + 6]
    if (Math.max(Math.abs(u - 6), Math.abs(w - 6)) > 6.5) return 0
    let sum = 0
    for (let j = Math.floor(w) - 1; j <= Math.floor(w) + 2; j++) {
      for (let i = Math.floor(u) - 1; i <= Math.floor(u) + 2; i++)
        sum += at(filter, back(i), back(j)) * keys(u - i) * keys(w - j)
    }
    return sum
  })
}

/** Made twice as large with noughts before each place, a mean of what is there, then of the mirrored plane the mean again. */
function pooled(plane: Plane): Plane {
  const [width, height] = sizeOf(plane)
  const large = grid(2 * width, 2 * height, (x, y) => (x % 2 && y % 2 ? 4 * at(plane, x >> 1, y >> 1) : 0))
  const kernel = gaussian2d(4, 1.75)
  const whole = windowed(large, 4, 1.75)
  return grid(width, height, (x, y) => weighed(whole, kernel, 2 * x, 2 * y))
}

/** The 2 n-th root of the determinant of the covariance of n planes in a Gaussian window, as much of it as lies within. */
function spread(planes: Plane[], reach: number, sigma: number, least: number[]): Plane {
  const means = planes.map((plane) => windowed(plane, reach, sigma))
  const covariances = planes.map((a, i) =>
    planes.map((b, j) => {
      const products = windowed(
        a.map((row, y) => row.map((v, x) => v * at(b, x, y))),
        reach,
        sigma,
      )
      const own = i === j ? (least[i] ?? 0) ** 2 : 0
      return products.map((row, y) => row.map((v, x) => v - at(means[i] ?? [], x, y) * at(means[j] ?? [], x, y) + own))
    }),
  )
  return (planes[0] ?? []).map((row, y) =>
    row.map((_, x) => {
      const volume = determinant(covariances.map((one) => one.map((plane) => at(plane, x, y))))
      return Math.max(0, volume) ** (1 / (2 * planes.length))
    }),
  )
}

function determinant(m: number[][]): number {
  if (m.length === 1) return at(m, 0, 0)
  return (m[0] ?? []).reduce((sum, v, i) => {
    const rest = m.slice(1).map((row) => row.filter((_, column) => column !== i))
    return sum + (i % 2 ? -v : v) * determinant(rest)
  }, 0)
}

/** The largest of the scales; a coarser one is made larger with noughts between places and (1 5 8 5 1) / 20, mirrored. */
function collapsed(levels: Plane[]): Plane {
  const fifths = [0.05, 0.25, 0.4, 0.25, 0.05]
  const larger = (plane: Plane) => {
    const [width, height] = sizeOf(plane)
    const large = grid(2 * width, 2 * height, (x, y) => (x % 2 || y % 2 ? 0 : at(plane, x >> 1, y >> 1)))
    return filtered(
      large,
      fifths.map((a) => fifths.map((b) => a * b)),
    )
  }
  const [finest = [], half = [], quarter = []] = levels
  const [once, twice] = [larger(half), larger(larger(quarter))]
  return finest.map((row, y) => row.map((v, x) => Math.max(v, at(once, x, y), at(twice, x, y))))
}

function filtered(plane: Plane, kernel: Plane): Plane {
  const [width, height] = sizeOf(plane)
  return grid(width, height, (x, y) => weighed(plane, kernel, x, y))
}

/** Beyond the plane is its mirror image. */
function weighed(plane: Plane, kernel: Plane, x: number, y: number): number {
  const [width, height] = sizeOf(plane)
  const reach = kernel.length >> 1
  let sum = 0
  for (const [j, row] of kernel.entries()) {
    for (const [i, weight] of row.entries())
      sum += weight * at(plane, mirrored(x + i - reach, width), mirrored(y + j - reach, height))
  }
  return sum
}

/** The Gaussian mean of as much as lies within the plane: across, then down. */
function windowed(plane: Plane, reach: number, sigma: number): Plane {
  const line = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)))
  const [width, height] = sizeOf(plane)
  const across = grid(width, height, (x, y) => meanAround(plane[y] ?? [], line, x))
  const columns = grid(height, width, (y, x) => at(across, x, y))
  return grid(width, height, (x, y) => meanAround(columns[x] ?? [], line, y))
}

function meanAround(values: number[], line: number[], place: number): number {
  const reach = line.length >> 1
  let [sum, weights] = [0, 0]
  for (let i = Math.max(0, place - reach); i <= Math.min(values.length - 1, place + reach); i++) {
    const weight = line[i - place + reach] ?? 0
    sum += weight * (values[i] ?? 0)
    weights += weight
  }
  return sum / weights
}

function gaussian2d(reach: number, sigma: number, down = 0): Plane {
  const side = 2 * reach + 1
  return normalised(
    grid(side, side, (x, y) => Math.exp(-((x - reach) ** 2 + (y - reach - down) ** 2) / (2 * sigma * sigma))),
  )
}

function normalised(plane: Plane): Plane {
  const sum = plane.flat().reduce((a, b) => a + b, 0)
  return plane.map((row) => row.map((v) => v / sum))
}

function mirrored(index: number, size: number): number {
  let i = index
  while (size > 1 && (i < 0 || i >= size)) i = i < 0 ? -i : 2 * size - 2 - i
  return size > 1 ? i : 0
}

function mean(plane: Plane): number {
  return plane.flat().reduce((a, b) => a + b, 0) / plane.flat().length
}

function grid(width: number, height: number, value: (x: number, y: number) => number): Plane {
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => value(x, y)))
}

function sizeOf(plane: Plane): [number, number] {
  return [plane[0]?.length ?? 0, plane.length]
}

function at(plane: Plane, x: number, y: number): number {
  return plane[y]?.[x] ?? 0
}

function put(plane: Plane, x: number, y: number, value: number): void {
  const row = plane[y]
  if (row) row[x] = value
}
