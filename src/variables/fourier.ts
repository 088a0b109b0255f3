import { stepOf, stepOf2, stepOf3, stepOf4 } from './fourier-steps.ts'

/** Complex numbers side by side. */
export interface Complex {
  re: Float64Array
  im: Float64Array
}

/**
 * Discrete Fourier transform, without scaling, of `count` series at once: element t of series k is at t · count + k. Side by
 * side, so that every loop runs over neighbours in memory. Lengths with prime factors above 7 go by Bluestein (1970).
 * @returns new arrays, or the ones given
 */
export function transform(data: Complex, length: number, count: number, inverse = false): Complex {
  if (length === 1) return data
  // The inverse is the forward transform with the parts exchanged.
  const ordered = inverse ? { re: data.im, im: data.re } : data
  const factors = factorsOf(length)
  const done = factors ? stockham(ordered, length, count, factors) : bluestein(ordered, length, count)
  return inverse ? { re: done.im, im: done.re } : done
}

/**
 * Two-dimensional transform of real values, row by row.
 * @returns the left half of the spectrum, columns 0 to width / 2: `height` rows of `columns` values
 */
export function spectrumOf(
  values: ArrayLike<number>,
  width: number,
  height: number,
  factor = 1,
): Complex & { columns: number } {
  // Two rows go as one series, one in each part.
  const pairs = (height + 1) >> 1
  const rows = complex(width * pairs)
  for (let pair = 0; pair < pairs; pair++) {
    const first = 2 * pair * width
    const hasSecond = 2 * pair + 1 < height
    for (let x = 0; x < width; x++) {
      rows.re[x * pairs + pair] = (values[first + x] as number) * factor
      rows.im[x * pairs + pair] = hasSecond ? (values[first + width + x] as number) * factor : 0
    }
  }
  const { re, im } = transform(rows, width, pairs)
  const columns = (width >> 1) + 1
  const half = complex(height * columns)
  for (let u = 0; u < columns; u++) {
    const mirror = u === 0 ? 0 : width - u
    for (let pair = 0; pair < pairs; pair++) {
      const [a, b] = [u * pairs + pair, mirror * pairs + pair]
      const ar = re[a] as number
      const ai = im[a] as number
      const br = re[b] as number
      const bi = im[b] as number
      const to = 2 * pair * columns + u
      half.re[to] = (ar + br) / 2
      half.im[to] = (ai - bi) / 2
      if (2 * pair + 1 === height) continue
      half.re[to + columns] = (ai + bi) / 2
      half.im[to + columns] = (br - ar) / 2
    }
  }
  return { ...transform(half, height, columns), columns }
}

function complex(size: number): Complex {
  return { re: new Float64Array(size), im: new Float64Array(size) }
}

function factorsOf(length: number): number[] | null {
  const factors: number[] = []
  let rest = length
  for (const prime of [4, 2, 3, 5, 7]) {
    while (rest % prime === 0) {
      factors.push(prime)
      rest /= prime
    }
  }
  return rest === 1 ? factors : null
}

/** Stockham's self-sorting transform, decimation in frequency. */
function stockham(data: Complex, length: number, count: number, factors: readonly number[]): Complex {
  let from = data
  let to = complex(length * count)
  let left = length
  let stride = count
  for (const radix of factors) {
    const m = left / radix
    if (radix === 4) stepOf4(from, to, m, stride)
    else if (radix === 2) stepOf2(from, to, m, stride)
    else if (radix === 3) stepOf3(from, to, m, stride)
    else stepOf(radix, from, to, m, stride)
    ;[from, to] = [to, from]
    left = m
    stride *= radix
  }
  return from
}

/** A transform of any length as a convolution of a length that is a power of two. */
function bluestein({ re, im }: Complex, length: number, count: number): Complex {
  const long = 2 ** Math.ceil(Math.log2(2 * length - 1))
  const chirp = complex(length)
  for (let t = 0; t < length; t++) {
    // t² modulo 2 n keeps the angle small.
    const angle = (-Math.PI * ((t * t) % (2 * length))) / length
    chirp.re[t] = Math.cos(angle)
    chirp.im[t] = Math.sin(angle)
  }
  const kernel = complex(long)
  for (let t = 0; t < length; t++) {
    for (const at of t === 0 ? [0] : [t, long - t]) {
      kernel.re[at] = chirp.re[t] as number
      kernel.im[at] = -(chirp.im[t] as number)
    }
  }
  const convolver = transform(kernel, long, 1)
  const padded = complex(long * count)
  turn({ re, im }, chirp, padded, length, count)
  const spectrum = transform(padded, long, count)
  turn(spectrum, convolver, spectrum, long, count)
  const back = transform(spectrum, long, count, true)
  const result = complex(length * count)
  for (let t = 0; t < length; t++) {
    chirp.re[t] = (chirp.re[t] as number) / long
    chirp.im[t] = (chirp.im[t] as number) / long
  }
  turn(back, chirp, result, length, count)
  return result
}

/** Multiplies each series by the same factors. */
function turn(from: Complex, by: Complex, to: Complex, length: number, count: number): void {
  for (let t = 0; t < length; t++) {
    const c = by.re[t] as number
    const s = by.im[t] as number
    for (let at = t * count; at < (t + 1) * count; at++) {
      const r = from.re[at] as number
      const i = from.im[at] as number
      to.re[at] = r * c - i * s
      to.im[at] = r * s + i * c
    }
  }
}
