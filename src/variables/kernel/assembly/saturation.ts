// HSV saturation, (max - min) / max, over the distinct colours, four a step.

import { upper } from './lanes'
import { accumulate, both } from './sums'

/**
 * @param colours 0xRRGGBB each, @param counts how many pixels have each (u32), both ending with colours that no pixel has
 * @param steps how many times 4 colours
 * @param shift a saturation near the picture's own: sums of differences from it keep their digits
 * @param sums where the sum and the sum of squares of saturation - shift stand (f64); they are added to
 */
export function saturation(colours: usize, counts: usize, steps: i32, shift: f64, sums: usize): void {
  const shifts = f64x2.splat(shift)
  const byte = i32x4.splat(255)
  let sum = f64x2.splat(0)
  let squares = f64x2.splat(0)
  for (let i = 0; i < steps; i++) {
    const colour = v128.load(colours)
    const r = i32x4.shr_u(colour, 16)
    const g = v128.and(i32x4.shr_u(colour, 8), byte)
    const b = v128.and(colour, byte)
    const max = i32x4.max_s(i32x4.max_s(r, g), b)
    const spread = i32x4.sub(max, i32x4.min_s(i32x4.min_s(r, g), b))
    const whole = i32x4.max_s(max, i32x4.splat(1))
    const times = v128.load(counts)
    const a = f64x2.sub(f64x2.div(f64x2.convert_low_i32x4_s(spread), f64x2.convert_low_i32x4_s(whole)), shifts)
    const c = f64x2.sub(
      f64x2.div(f64x2.convert_low_i32x4_s(upper(spread)), f64x2.convert_low_i32x4_s(upper(whole))),
      shifts,
    )
    const wa = f64x2.mul(f64x2.convert_low_i32x4_s(times), a)
    const wc = f64x2.mul(f64x2.convert_low_i32x4_s(upper(times)), c)
    sum = f64x2.add(sum, f64x2.add(wa, wc))
    squares = f64x2.add(squares, f64x2.add(f64x2.mul(wa, a), f64x2.mul(wc, c)))
    colours += 16
    counts += 16
  }
  accumulate(sums, both(sum))
  accumulate(sums + 8, both(squares))
}
