// The step of Stockham's transform for a prime that is a convolution (Rader 1968); elements and factors as in fourier-radixes.ts.

import { transform } from './fourier'
import { turned } from './fourier-turn'

/**
 * @param tables as ../fourier-write.ts writes them (u32 each): addresses of the spectrum, of the plan of a transform of one element
 *   less, and of scratch for twice as many; 4 bytes unused; then the order, powers of a generator
 */
export function prime(
  radix: u32,
  from: usize,
  to: usize,
  groups: u32,
  stride: u32,
  factors: usize,
  tables: usize,
): void {
  const spectrum = <usize>load<u32>(tables)
  const plan = <usize>load<u32>(tables, 4)
  const data = <usize>load<u32>(tables, 8)
  const length = <usize>radix - 1
  const room = length << 6
  const order = tables + 16
  const step = <usize>stride << 6
  const block = step * <usize>groups
  for (let q: u32 = 0; q < groups; q++) {
    for (let k: u32 = 0; k < stride; k++) {
      const first = from + (((<usize>k + <usize>stride * <usize>q)) << 6)
      const out = to + (((<usize>k + <usize>stride * <usize>radix * <usize>q)) << 6)
      for (let m: usize = 0; m < length; m++) {
        copy(first + <usize>load<u32>(order + (m << 2)) * block, data + (m << 6))
      }
      const there = transform(data, data + room, plan)
      sum(first, there, out)
      convolve(there, spectrum, length, first)
      const back = transform(there, there === data ? data + room : data, plan)
      // Backwards: what came last in the order comes first, but for the one.
      for (let m: usize = 0; m < length; m++) {
        const r = <usize>load<u32>(order + ((m === 0 ? 0 : length - m) << 2))
        const result = back + (m << 6)
        const factor = factors + ((r - 1) << 4)
        turned(out + r * step, v128.load(result, 32), v128.load(result), factor)
        turned(out + r * step + 16, v128.load(result, 48), v128.load(result, 16), factor)
      }
    }
    factors += length << 4
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function copy(from: usize, to: usize): void {
  for (let part: usize = 0; part < 64; part += 16) v128.store(to + part, v128.load(from + part))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function sum(a: usize, b: usize, to: usize): void {
  for (let part: usize = 0; part < 64; part += 16) {
    v128.store(to + part, f64x2.add(v128.load(a + part), v128.load(b + part)))
  }
}

/**
 * Products with the spectrum in place, their parts exchanged: so the transform that follows is the inverse. What is added to the
 * first is added to every result.
 */
function convolve(elements: usize, spectrum: usize, length: usize, first: usize): void {
  const start = elements
  for (const end = spectrum + (length << 4); spectrum < end; spectrum += 16) {
    const c = v128.load64_splat(spectrum)
    const s = v128.load64_splat(spectrum, 8)
    for (let half: usize = 0; half < 32; half += 16) {
      const re = v128.load(elements + half)
      const im = v128.load(elements + half, 32)
      v128.store(elements + half, f64x2.add(f64x2.mul(re, s), f64x2.mul(im, c)))
      v128.store(elements + half, f64x2.sub(f64x2.mul(re, c), f64x2.mul(im, s)), 32)
    }
    elements += 64
  }
  for (let half: usize = 0; half < 32; half += 16) {
    v128.store(start + half, f64x2.add(v128.load(start + half), v128.load(first + half, 32)))
    v128.store(start + half, f64x2.add(v128.load(start + half, 32), v128.load(first + half)), 32)
  }
}
