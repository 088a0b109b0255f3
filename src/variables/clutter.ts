import { cellColours, type Floats, weighted } from './kernel/weighted.ts'
import { linear, part } from './lab.ts'
import type { Row } from './registry/index.ts'
import type { View } from './view.ts'

const { abs, cbrt, ceil, exp, max: largest, min: smallest, round, sqrt } = Math

/** The longer side of what is looked at: the measure depends on size, so that pictures are compared at one. */
const side = 256

/**
 * Clutter as feature congestion (Rosenholtz, Li & Nakano 2007): how much colour, contrast and orientation vary around each pixel.
 * Constants are those of the authors' code. It looks at three scales and takes the largest, but coarser ones after a filter that
 * leaves a quarter and a sixteenth of them; they are left out here, for they almost never are the largest
 * (up to 2 % of the sum on photos). The pictures of the peers are larger, and so are their details: values differ.
 */
export function clutterVariables({ picture, width, height }: View): Row {
  const shrink = smallest(1, side / largest(width, height))
  const cells = { width: largest(1, round(width * shrink)), height: largest(1, round(height * shrink)) }
  const [l, a, b] = labOf(cellColours(picture.rgb, picture, cells))
  const colour = colourClutter(l, a, b)
  const contrast = contrastClutter(l)
  const orientation = orientationClutter(l)
  return {
    clutter: colour / 0.2088 + contrast / 0.066 + orientation / 0.0269,
    clutter_colour: colour,
    clutter_contrast: contrast,
    clutter_orientation: orientation,
  }
}

/**
 * CIELAB as in that code: X, Y and Z from 0 to 1 over a white of 95.047, 100 and 108.833, so that nearly all colours are in the
 * straight part of the curve. The constants of the measure were found with it.
 */
function labOf([red, green, blue]: [Floats, Floats, Floats]): [Floats, Floats, Floats] {
  const plane = (): Floats => ({ ...red, values: new Float32Array(red.values.length) })
  const [l, a, b] = [plane(), plane(), plane()]
  for (let i = 0; i < red.values.length; i++) {
    const ofR = light(red.values[i] as number)
    const ofG = light(green.values[i] as number)
    const ofB = light(blue.values[i] as number)
    const x = f(xOf[0] * ofR + xOf[1] * ofG + xOf[2] * ofB)
    const y = f(yOf[0] * ofR + yOf[1] * ofG + yOf[2] * ofB)
    const z = f(zOf[0] * ofR + zOf[1] * ofG + zOf[2] * ofB)
    l.values[i] = 116 * y - 16
    a.values[i] = 500 * (x - y)
    b.values[i] = 200 * (y - z)
  }
  return [l, a, b]
}

function f(t: number): number {
  return t >= 0.008856 ? cbrt(t) : 7.787 * t + 16 / 116
}

/** What full red, green and blue add to X, Y and Z over that white, which is a hundred times the usual one. */
const [xOf, yOf, zOf] = ([0, 1, 2] as const).map((row) =>
  ([0, 1, 2] as const).map((channel) => (part(row, channel)[255] as number) / 100),
) as [Triple, Triple, Triple]
type Triple = [number, number, number]

/** Linear light of a level that may lie between two whole ones. */
function light(level: number): number {
  const below = level | 0
  const share = level - below
  return (lights[below] as number) * (1 - share) + (lights[below + 1] as number) * share
}

const lights = Float64Array.from({ length: 257 }, (_, v) => linear(smallest(255, v)))

/** Mean "radius" of the ellipsoid of colours around pixels: the sixth root of the determinant of their covariance. */
function colourClutter(...channels: [Floats, Floats, Floats]): number {
  const [l, a, b] = channels.map(centred) as [Floats, Floats, Floats]
  const pool = pooling(l, gaussian(6, 3), 2)
  const [el, ea, eb] = [pool(l), pool(a), pool(b)]
  const covariance = (x: Floats, y: Floats, ex: Float64Array, ey: Float64Array, floor: number) =>
    pool(x, y).map((mean, i) => mean - (ex[i] as number) * (ey[i] as number) + floor)
  const ll = covariance(l, l, el, el, 0.0007 ** 2)
  const la = covariance(l, a, el, ea, 0)
  const lb = covariance(l, b, el, eb, 0)
  const aa = covariance(a, a, ea, ea, 0.1 ** 2)
  const ab = covariance(a, b, ea, eb, 0)
  const bb = covariance(b, b, eb, eb, 0.05 ** 2)
  return mean(ll, (i) => {
    const [pll, pla, plb] = [ll[i] as number, la[i] as number, lb[i] as number]
    const [paa, pab, pbb] = [aa[i] as number, ab[i] as number, bb[i] as number]
    const volume = pll * (paa * pbb - pab * pab) - pla * (pla * pbb - pab * plb) + plb * (pla * pab - paa * plb)
    return largest(0, volume) ** (1 / 6)
  })
}

/** Mean standard deviation around pixels of the difference of two Gaussians of lightness. */
function contrastClutter(l: Floats): number {
  const blurred = (sigma: number) => {
    const weights = gaussian(3, sigma)
    return weighted(l, { across: weights, down: weights, beyond: 'mirrored' }).values.slice()
  }
  const [inner, outer] = [blurred(0.71), blurred(1.14)]
  for (let i = 0; i < inner.length; i++) inner[i] = abs((inner[i] as number) - (outer[i] as number))
  const contrast = { ...l, values: inner }
  const pool = pooling(l, gaussian(6, 3), 2)
  const means = pool(contrast)
  const squares = pool(contrast, contrast)
  return mean(means, (i) => sqrt(abs((squares[i] as number) - (means[i] as number) ** 2)))
}

/** Mean "radius" of the ellipse of orientations around pixels: cos and sin of twice the angle, by energies of four filters. */
function orientationClutter(l: Floats): number {
  const energy = orientedEnergy(l)
  const [cos, sin] = [new Float32Array(l.values.length), new Float32Array(l.values.length)]
  const [horizontal, vertical, left, right] = energy as [Float32Array, Float32Array, Float32Array, Float32Array]
  for (let i = 0; i < cos.length; i++) {
    const [h, v] = [horizontal[i] as number, vertical[i] as number]
    const [falling, rising] = [left[i] as number, right[i] as number]
    const all = h + v + falling + rising + 1
    cos[i] = (h - v) / all
    sin[i] = (rising - falling) / all
  }
  const [c, s] = [
    { ...l, values: cos },
    { ...l, values: sin },
  ]
  const pool = pooling(l, gaussian(28, 14), 4)
  const [ec, es, cc, cs, ss] = [pool(c), pool(s), pool(c, c), pool(c, s), pool(s, s)]
  return mean(ec, (i) => {
    const [meanC, meanS] = [ec[i] as number, es[i] as number]
    const xx = (cc[i] as number) - meanC * meanC + 0.001
    const yy = (ss[i] as number) - meanS * meanS + 0.001
    const xy = (cs[i] as number) - meanC * meanS
    return largest(0, xx * yy - xy * xy) ** (1 / 4)
  })
}

/** Energy of second derivatives of Gaussians (sigma 2) down, across and along both diagonals, pooled by a Gaussian of 1.75. */
function orientedEnergy(l: Floats): Float32Array[] {
  const [reach, sigma] = [6, 2]
  const moved = (off: number) => gaussian(reach, sigma, off)
  const at = (x: number, y: number) =>
    weighted(l, { across: moved(x), down: moved(y), beyond: 'mirrored' }).values.slice()
  const middle = at(0, 0)
  const slant = sigma / Math.SQRT2
  return [
    [0, sigma],
    [sigma, 0],
    [slant, slant],
    [slant, -slant],
  ].map(([x = 0, y = 0]) => {
    const [one, other] = [at(x, y), at(-x, -y)]
    for (let i = 0; i < one.length; i++) {
      const response = 2 * (middle[i] as number) - (one[i] as number) - (other[i] as number)
      one[i] = response * response
    }
    return weighted({ ...l, values: one }, { across: twice, down: twice, beyond: 'mirrored' }).values.slice()
  })
}

/** What a Gaussian of 1.75 gives that is applied at double size on the way up, and again on the way down. */
const twice = (() => {
  const once = gaussian(4, 1.75)
  return Float32Array.from({ length: 9 }, (_, i) => {
    const lag = 2 * abs(i - 4)
    return once.reduce((sum, weight, j) => sum + 2 * weight * (once[j + lag] ?? 0), 0)
  })
})()

/** Means of a plane, or of the product of two. */
type Pool = (plane: Floats, times?: Floats) => Float64Array

/** Gaussian means around every `step`-th pixel, of as much of the Gaussian as lies within the picture. */
function pooling({ width, height }: Floats, weights: Float32Array, step: number): Pool {
  const held = (length: number) => {
    const reach = weights.length >> 1
    return Float64Array.from({ length: ceil(length / step) }, (_, n) =>
      weights.reduce((sum, weight, i) => {
        const place = n * step + i - reach
        return place >= 0 && place < length ? sum + weight : sum
      }, 0),
    )
  }
  const [columns, rows] = [held(width), held(height)]
  return (plane, times) => {
    const { values, stride } = weighted(plane, { across: weights, down: weights, step, beyond: 'nought' }, times)
    const means = new Float64Array(columns.length * rows.length)
    for (let y = 0, i = 0; y < rows.length; y++) {
      for (let x = 0; x < columns.length; x++, i++) {
        means[i] = (values[y * stride + x] as number) / ((columns[x] as number) * (rows[y] as number))
      }
    }
    return means
  }
}

function gaussian(reach: number, sigma: number, middle = 0): Float32Array {
  const raw = Array.from({ length: 2 * reach + 1 }, (_, i) => exp(-((i - reach - middle) ** 2) / (2 * sigma * sigma)))
  const sum = raw.reduce((a, b) => a + b, 0)
  return Float32Array.from(raw, (weight) => weight / sum)
}

/** Less its first value, which no variance feels: single precision has more left for small differences. */
function centred(plane: Floats): Floats {
  const first = plane.values[0] as number
  return { ...plane, values: plane.values.map((value) => value - first) }
}

function mean(places: Float64Array, of: (place: number) => number): number {
  let sum = 0
  for (let i = 0; i < places.length; i++) sum += of(i)
  return sum / places.length
}
