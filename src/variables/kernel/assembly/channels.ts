// How many pixels have each 8-bit value of each channel of several colour spaces, over the distinct colours, four a step.

import { rounded, upper } from './lanes'
import { share } from './planes'

/**
 * HSV as `hsvPlanes` has it.
 * @param colours 0xRRGGBB each, @param counts how many pixels have each (u32), both ending with colours that no pixel has
 * @param steps how many times 4 colours
 * @param to four histograms of 256 (u32), zeroed: hue, saturation, value; and of 9 hues each where there is a colour to see
 */
export function hsvCounts(colours: usize, counts: usize, steps: i32, to: usize): void {
  const one = i32x4.splat(1)
  for (let i = 0; i < steps; i++) {
    const colour = v128.load(colours)
    const times = v128.load(counts)
    const r = i32x4.shr_u(colour, 16)
    const g = v128.and(i32x4.shr_u(colour, 8), i32x4.splat(255))
    const b = v128.and(colour, i32x4.splat(255))
    const max = i32x4.max_s(i32x4.max_s(r, g), b)
    const spread = i32x4.sub(max, i32x4.min_s(i32x4.min_s(r, g), b))
    const isRed = i32x4.eq(max, r)
    const isGreen = i32x4.eq(max, g)
    const turned = v128.bitselect(
      i32x4.sub(g, b),
      v128.bitselect(
        i32x4.add(i32x4.sub(b, r), i32x4.shl(spread, 1)),
        i32x4.add(i32x4.sub(r, g), i32x4.shl(spread, 2)),
        isGreen,
      ),
      isRed,
    )
    const hue = share(turned, i32x4.max_s(spread, one), 122_880, true)
    const saturation = share(spread, i32x4.max_s(max, one), 1_044_480, false)
    // Saturation >= 0.2, value from 0.15 to 0.95.
    const seen = v128.and(
      i32x4.gt_s(saturation, i32x4.splat(50)),
      v128.and(i32x4.gt_s(max, i32x4.splat(38)), i32x4.lt_s(max, i32x4.splat(243))),
    )
    const ninth = i32x4.shr_u(i32x4.mul(hue, i32x4.splat(7282)), 16) // 2^16 / 9, rounded up
    tally(to, hue, times)
    tally(to + 1024, saturation, times)
    tally(to + 2048, max, times)
    tally(to + 3072, ninth, v128.and(times, seen))
    colours += 16
    counts += 16
  }
}

/**
 * RGB, HLS, XYZ and CIELAB as OpenCV gives them for pictures of 8 bits.
 * @param light 2040 times the linear light of each value (u16); @param root 2^15 f(t / 2040) of 3072 t (u16)
 * @param to twelve histograms of 256 (u32), zeroed; the rest as above
 */
export function channelCounts(colours: usize, counts: usize, steps: i32, light: usize, root: usize, to: usize): void {
  for (let i = 0; i < steps; i++) {
    const colour = v128.load(colours)
    const times = v128.load(counts)
    const r = i32x4.shr_u(colour, 16)
    const g = v128.and(i32x4.shr_u(colour, 8), i32x4.splat(255))
    const b = v128.and(colour, i32x4.splat(255))
    tally(to, r, times)
    tally(to + 1024, g, times)
    tally(to + 2048, b, times)
    hls(r, g, b, times, to + 3072)
    tally(to + 6144, mixed(1689, r, 1465, g, 739, b), times)
    tally(to + 7168, mixed(871, r, 2929, g, 296, b), times)
    tally(to + 8192, mixed(79, r, 488, g, 3892, b), times)
    lab(lookUp(light, r), lookUp(light, g), lookUp(light, b), root, times, to + 9216)
    colours += 16
    counts += 16
  }
}

/** In single precision, as there; the hue's multiplication and addition in one rounding. */
// @ts-ignore: decorator of AssemblyScript
@inline
function hls(r: v128, g: v128, b: v128, times: v128, to: usize): void {
  const per255 = f32x4.splat(<f32>(1.0 / 255.0))
  const red = f32x4.mul(f32x4.convert_i32x4_s(r), per255)
  const green = f32x4.mul(f32x4.convert_i32x4_s(g), per255)
  const blue = f32x4.mul(f32x4.convert_i32x4_s(b), per255)
  const max = f32x4.max(f32x4.max(red, green), blue)
  const min = f32x4.min(f32x4.min(red, green), blue)
  const spread = f32x4.sub(max, min)
  const sum = f32x4.add(max, min)
  const coloured = f32x4.gt(spread, f32x4.splat(1.1920929e-7))

  const isRed = f32x4.eq(max, red)
  const isGreen = f32x4.eq(max, green)
  const from = v128.bitselect(green, v128.bitselect(blue, red, isGreen), isRed)
  const less = v128.bitselect(blue, v128.bitselect(red, green, isGreen), isRed)
  const turn = v128.bitselect(
    f32x4.splat(0),
    v128.bitselect(f32x4.splat(120), f32x4.splat(240), isGreen),
    isRed,
  )
  const per = f32x4.div(f32x4.splat(60), spread)
  const difference = f32x4.sub(from, less)
  const low = turned(difference, per, turn)
  const high = turned(upper(difference), upper(per), upper(turn))
  const signed = i64x2.shuffle(low, high, 0, 2)
  const degrees = v128.bitselect(
    f32x4.add(signed, f32x4.splat(360)),
    signed,
    f32x4.lt(signed, f32x4.splat(0)),
  )
  tally(to, v128.and(rounded(f32x4.mul(degrees, f32x4.splat(0.5))), coloured), times)
  tally(to + 1024, rounded(f32x4.mul(f32x4.mul(sum, f32x4.splat(0.5)), f32x4.splat(255))), times)
  const whole = v128.bitselect(sum, f32x4.sub(f32x4.splat(2), sum), f32x4.lt(sum, f32x4.splat(1)))
  const saturation = rounded(f32x4.mul(f32x4.div(spread, whole), f32x4.splat(255)))
  tally(to + 2048, v128.and(saturation, coloured), times)
}

/** Of the lower two lanes: their product and the turn, rounded once to single precision. */
// @ts-ignore: decorator of AssemblyScript
@inline
function turned(difference: v128, per: v128, turn: v128): v128 {
  return f32x4.demote_f64x2_zero(
    f64x2.add(
      f64x2.mul(f64x2.promote_low_f32x4(difference), f64x2.promote_low_f32x4(per)),
      f64x2.promote_low_f32x4(turn),
    ),
  )
}

/** @param r, g, b linear light */
// @ts-ignore: decorator of AssemblyScript
@inline
function lab(r: v128, g: v128, b: v128, root: usize, times: v128, to: usize): void {
  const x = lookUp(root, mix(1777, r, 1541, g, 778, b))
  const y = lookUp(root, mix(871, r, 2929, g, 296, b))
  const z = lookUp(root, mix(73, r, 448, g, 3575, b))
  const l = i32x4.add(i32x4.mul(y, i32x4.splat(296)), i32x4.splat(16384 - 1336934))
  const middle = i32x4.splat(4194304 + 16384)
  const a = i32x4.add(i32x4.mul(i32x4.sub(x, y), i32x4.splat(500)), middle)
  const c = i32x4.add(i32x4.mul(i32x4.sub(y, z), i32x4.splat(200)), middle)
  tally(to, byte(i32x4.shr_s(l, 15)), times)
  tally(to + 1024, byte(i32x4.shr_s(a, 15)), times)
  tally(to + 2048, byte(i32x4.shr_s(c, 15)), times)
}

/** (i x + j y + k z + 2^11) >> 12 */
// @ts-ignore: decorator of AssemblyScript
@inline
function mix(i: i32, x: v128, j: i32, y: v128, k: i32, z: v128): v128 {
  const sum = i32x4.add(i32x4.mul(i32x4.splat(i), x), i32x4.mul(i32x4.splat(j), y))
  return i32x4.shr_s(i32x4.add(sum, i32x4.add(i32x4.mul(i32x4.splat(k), z), i32x4.splat(2048))), 12)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function mixed(i: i32, x: v128, j: i32, y: v128, k: i32, z: v128): v128 {
  return byte(mix(i, x, j, y, k, z))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function byte(v: v128): v128 {
  return i32x4.min_s(i32x4.max_s(v, i32x4.splat(0)), i32x4.splat(255))
}

/** Four entries of a table of u16. */
// @ts-ignore: decorator of AssemblyScript
@inline
function lookUp(table: usize, at: v128): v128 {
  return i32x4(
    load<u16>(table + (<usize>i32x4.extract_lane(at, 0) << 1)),
    load<u16>(table + (<usize>i32x4.extract_lane(at, 1) << 1)),
    load<u16>(table + (<usize>i32x4.extract_lane(at, 2) << 1)),
    load<u16>(table + (<usize>i32x4.extract_lane(at, 3) << 1)),
  )
}

/** Adds four pixels' counts to what a histogram has of their values. */
// @ts-ignore: decorator of AssemblyScript
@inline
function tally(histogram: usize, values: v128, times: v128): void {
  add(histogram + (<usize>i32x4.extract_lane(values, 0) << 2), i32x4.extract_lane(times, 0))
  add(histogram + (<usize>i32x4.extract_lane(values, 1) << 2), i32x4.extract_lane(times, 1))
  add(histogram + (<usize>i32x4.extract_lane(values, 2) << 2), i32x4.extract_lane(times, 2))
  add(histogram + (<usize>i32x4.extract_lane(values, 3) << 2), i32x4.extract_lane(times, 3))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function add(at: usize, times: i32): void {
  store<i32>(at, load<i32>(at) + times)
}
