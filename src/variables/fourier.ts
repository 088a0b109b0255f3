import { stepOf, stepOf2, stepOf3, stepOf4 } from './fourier-steps.ts'

/** Complex numbers side by side. */
export interface Complex {
  re: Float64Array
  im: Float64Array
}

/**
 * Discrete Fourier transform, without scaling, of `count` series at once: element t of series k is at t · count + k. Side by
 * side, so that every loop runs over neighbours in memory. For short lengths without prime factors above 5: pictures go
 * through the kernel.
 * @returns new arrays, or the ones given
 */
export function transform(data: Complex, length: number, count: number, inverse = false): Complex {
  if (length === 1) return data
  // The inverse is the forward transform with the parts exchanged.
  const ordered = inverse ? { re: data.im, im: data.re } : data
  const factors = factorsOf(length)
  const done = stockham(ordered, length, count, factors)
  return inverse ? { re: done.im, im: done.re } : done
}

function complex(size: number): Complex {
  return { re: new Float64Array(size), im: new Float64Array(size) }
}

function factorsOf(length: number): number[] {
  const factors: number[] = []
  let rest = length
  for (const prime of [4, 2, 3, 5]) {
    while (rest % prime === 0) {
      factors.push(prime)
      rest /= prime
    }
  }
  if (rest > 1) throw new RangeError(`${length} has a prime factor above 5`)
  return factors
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
