import type { Size } from '../image/box.ts'
import { type ComplexPlane, transformPlane } from './kernel/fourier-plane.ts'

const { PI, cos, log2, sin, sqrt } = Math

const scales = 3
/** The least side: a pyramid of three scales leaves less than four pixels of a shorter one. */
export const leastSide = 32

/**
 * The subbands of planes of a size: the steerable pyramid of Simoncelli & Freeman (1995) in the frequency domain, three scales of
 * four orientations, and what is left below them; what lies above the first scale is left out, as band entropies do. They are not
 * scaled: only their shape is asked for.
 * @returns a function that shows the bands of a spectrum, one after the other
 */
export function subbandsOf(size: Size): (spectrum: ComplexPlane, look: (band: Float64Array) => void) => void {
  const masks = Array.from({ length: scales + 1 }, (_, scale) => masksOf(size, scale))
  return (spectrum, look) => {
    let low = spectrum
    for (const [scale, mask] of masks.entries()) {
      low = masked(cropped(low, mask), mask.low)
      if (scale === scales) break
      for (const first of [0, 2]) {
        const pair = bandPair(low, mask, first)
        look(pair.re)
        look(pair.im)
      }
    }
    look(inverse(low).re)
  }
}

/** Spectra of two real planes, by one transform of both. */
export function spectraOf(
  one: Float64Array,
  other: Float64Array,
  { width, height }: Size,
): [ComplexPlane, ComplexPlane] {
  const both = { width, height, re: one.slice(), im: other.slice() }
  transformPlane(both)
  const [a, b] = [empty({ width, height }), empty({ width, height })]
  for (let y = 0, at = 0; y < height; y++) {
    const row = ((height - y) % height) * width
    for (let x = 0; x < width; x++, at++) {
      const mirror = row + ((width - x) % width)
      const [re, im] = [both.re[at] as number, both.im[at] as number]
      const [re2, im2] = [both.re[mirror] as number, both.im[mirror] as number]
      a.re[at] = (re + re2) / 2
      a.im[at] = (im - im2) / 2
      b.re[at] = (im + im2) / 2
      b.im[at] = (re2 - re) / 2
    }
  }
  return [a, b]
}

/** What passes above and below a scale, by the octaves that a frequency lies above it: cosine and sine between -1 and 0. */
function highPart(octaves: number): number {
  return octaves <= -1 ? 0 : octaves >= 0 ? 1 : cos((PI / 2) * octaves)
}
function lowPart(octaves: number): number {
  return octaves <= -1 ? 1 : octaves >= 0 ? 0 : -sin((PI / 2) * octaves)
}

/** Of each frequency of a scale: what passes to it and what is above the next one, and the direction, as a unit's two parts. */
interface Masks extends Size {
  low: Float64Array
  high: Float64Array
  x: Float64Array
  y: Float64Array
}

function masksOf(full: Size, scale: number): Masks {
  const size = { ...full }
  for (let i = 0; i < scale; i++) {
    size.width = Math.ceil((size.width - 0.5) / 2)
    size.height = Math.ceil((size.height - 0.5) / 2)
  }
  const plane = () => new Float64Array(size.width * size.height)
  const masks = { ...size, low: plane(), high: plane(), x: plane(), y: plane() }
  for (let row = 0, at = 0; row < size.height; row++) {
    const y = (2 * frequency(row, size.height)) / full.height
    for (let column = 0; column < size.width; column++, at++) {
      const x = (2 * frequency(column, size.width)) / full.width
      // The middle has the length of its neighbour.
      const length = sqrt(x * x + y * y) || 2 / full.width
      const octaves = log2(length) + scale
      masks.low[at] = lowPart(octaves)
      masks.high[at] = highPart(octaves + 1)
      masks.x[at] = x / length
      masks.y[at] = y / length
    }
  }
  return masks
}

/** Whole frequencies of an axis in the order of a transform: 0, 1, ..., then the negative ones. */
function frequency(i: number, length: number): number {
  return i < length - (length >> 1) ? i : i - length
}

function masked(plane: ComplexPlane, mask: Float64Array): ComplexPlane {
  for (let at = 0; at < mask.length; at++) {
    plane.re[at] = (mask[at] as number) * (plane.re[at] as number)
    plane.im[at] = (mask[at] as number) * (plane.im[at] as number)
  }
  return plane
}

/** A copy of the low frequencies, as many as a plane has that is not larger. */
function cropped(plane: ComplexPlane, size: Size): ComplexPlane {
  const result = empty(size)
  for (let row = 0, at = 0; row < size.height; row++) {
    const from = ((frequency(row, size.height) + plane.height) % plane.height) * plane.width
    for (let column = 0; column < size.width; column++, at++) {
      const place = from + ((frequency(column, size.width) + plane.width) % plane.width)
      result.re[at] = plane.re[place] as number
      result.im[at] = plane.im[place] as number
    }
  }
  return result
}

/**
 * Two bands of neighbouring orientations, one in each part: a band is real, as its mask, i times the cube of the cosine of the
 * angle to its orientation, is odd, and nothing is left where a frequency has no opposite.
 */
function bandPair(low: ComplexPlane, { high, x, y }: Masks, first: number): ComplexPlane {
  const pair = empty(low)
  const [c1, s1] = [cos((PI * first) / 4), sin((PI * first) / 4)]
  const [c2, s2] = [cos((PI * (first + 1)) / 4), sin((PI * (first + 1)) / 4)]
  for (let at = 0; at < high.length; at++) {
    const share = high[at] as number
    if (share === 0) continue
    const a = (x[at] as number) * c1 + (y[at] as number) * s1
    const b = (x[at] as number) * c2 + (y[at] as number) * s2
    const one = share * a * a * a
    const other = share * b * b * b
    const re = low.re[at] as number
    const im = low.im[at] as number
    // i (one + i other) times the spectrum.
    pair.re[at] = -other * re - one * im
    pair.im[at] = one * re - other * im
  }
  return inverse(pair)
}

function inverse({ width, height, re, im }: ComplexPlane): ComplexPlane {
  transformPlane({ width, height, re: im, im: re })
  return { width, height, re, im }
}

function empty({ width, height }: Size): ComplexPlane {
  return { width, height, re: new Float64Array(width * height), im: new Float64Array(width * height) }
}
