// Discrete Fourier transforms of four series side by side. An element is their four real parts, then their four imaginary
// parts (f64): 64 bytes, a line of the cache. Stockham's self-sorting transform, decimation in frequency.

import { any } from './fourier-any-radix'
import { prime } from './fourier-prime'
import { five, four, three, two } from './fourier-radixes'

/**
 * A plan, as ../fourier-plan.ts writes it (u32 each): length, number of steps, Bluestein's longer length or 0, address of the
 * chirp, of the convolver's spectrum, of the longer length's plan; then from 32 on, 32 bytes a step: radix, groups, stride,
 * address of the factors, address of the radix's own roots or 0, of its convolution's tables or 0.
 * @param data `length` elements, overwritten; @param work scratch: twice the elements of the longer length, or `length`
 * @returns where the result is: `data` or `work`
 */
export function transform(data: usize, work: usize, plan: usize): usize {
  if (load<u32>(plan, 8) > 0) {
    bluestein(data, work, plan)
    return data
  }
  let from = data
  let to = work
  const steps = load<u32>(plan, 4)
  for (let i: u32 = 0; i < steps; i++) {
    const step = plan + 32 + (<usize>i << 5)
    const radix = load<u32>(step)
    const groups = load<u32>(step, 4)
    const stride = load<u32>(step, 8)
    const factors = <usize>load<u32>(step, 12)
    if (radix === 4) four(from, to, groups, stride, factors)
    else if (radix === 2) two(from, to, groups, stride, factors)
    else if (radix === 3) three(from, to, groups, stride, factors)
    else if (radix === 5) five(from, to, groups, stride, factors)
    else if (load<u32>(step, 20) > 0) prime(radix, from, to, groups, stride, factors, <usize>load<u32>(step, 20))
    else any(radix, from, to, groups, stride, factors, <usize>load<u32>(step, 16))
    const next = from
    from = to
    to = next
  }
  return from
}

/** Any length as a convolution of a longer one (Bluestein 1970). */
function bluestein(data: usize, work: usize, plan: usize): void {
  const length = <usize>load<u32>(plan)
  const long = <usize>load<u32>(plan, 8)
  const chirp = <usize>load<u32>(plan, 12)
  const convolver = <usize>load<u32>(plan, 16)
  const inner = <usize>load<u32>(plan, 20)
  const room = long << 6
  turn(data, chirp, work, length, 0)
  memory.fill(work + (length << 6), 0, room - (length << 6))
  const spectrum = transform(work, work + room, inner)
  // The inverse is the forward transform with the parts exchanged.
  turn(spectrum, convolver, spectrum, long, 32)
  const back = transform(spectrum, spectrum === work ? work + room : work, inner)
  turnBack(back, chirp, data, length, 1 / <f64>long)
}

/** Multiplies element t by factor t (re, im as f64); real parts go to `swap` bytes into an element, imaginary ones to the other half. */
function turn(from: usize, factors: usize, to: usize, length: usize, swap: usize): void {
  for (let t: usize = 0; t < length; t++) {
    const c = v128.load64_splat(factors)
    const s = v128.load64_splat(factors, 8)
    for (let half: usize = 0; half < 32; half += 16) {
      const re = v128.load(from + half)
      const im = v128.load(from + half, 32)
      v128.store(to + half + swap, f64x2.sub(f64x2.mul(re, c), f64x2.mul(im, s)))
      v128.store(to + half + 32 - swap, f64x2.add(f64x2.mul(re, s), f64x2.mul(im, c)))
    }
    factors += 16
    from += 64
    to += 64
  }
}

/** The same of elements whose parts are exchanged, and scaled. */
function turnBack(from: usize, factors: usize, to: usize, length: usize, scale: f64): void {
  for (let t: usize = 0; t < length; t++) {
    const c = f64x2.splat(load<f64>(factors) * scale)
    const s = f64x2.splat(load<f64>(factors, 8) * scale)
    for (let half: usize = 0; half < 32; half += 16) {
      const re = v128.load(from + half, 32)
      const im = v128.load(from + half)
      v128.store(to + half, f64x2.sub(f64x2.mul(re, c), f64x2.mul(im, s)))
      v128.store(to + half, f64x2.add(f64x2.mul(re, s), f64x2.mul(im, c)), 32)
    }
    factors += 16
    from += 64
    to += 64
  }
}
