// The spectrum of grey levels: rows, then columns. Four columns make a group: `height8` elements (see fourier.ts), one a row.

import { transform } from './fourier'

/**
 * Transforms rows, eight at a time: two go as one series, one in each part.
 * @param grey first byte; rows lie `stride` apart
 * @param data `width` elements, and three more; @param work see `transform`; @param zeros `width` bytes of nought
 * @param spectrum where columns 0 to width / 2 go, as groups; @param height8 the height, rounded up to eight
 */
export function spectrumRows(
  grey: usize,
  stride: usize,
  width: usize,
  height: usize,
  plan: usize,
  data: usize,
  work: usize,
  zeros: usize,
  spectrum: usize,
  height8: usize,
): void {
  for (let y: usize = 0; y < height; y += 8) {
    const first = grey + y * stride
    for (let pair: usize = 0; pair < 4; pair += 2) {
      const a = y + (pair << 1) < height ? first + (pair << 1) * stride : zeros
      const b = y + (pair << 1) + 1 < height ? first + ((pair << 1) + 1) * stride : zeros
      const c = y + (pair << 1) + 2 < height ? first + ((pair << 1) + 2) * stride : zeros
      const d = y + (pair << 1) + 3 < height ? first + ((pair << 1) + 3) * stride : zeros
      pairUp(a, c, width, data + (pair << 3))
      pairUp(b, d, width, data + (pair << 3) + 32)
    }
    unpack(transform(data, work, plan), width, spectrum + (y << 6), height8)
  }
}

/** Two rows side by side as f64, four columns a step: `data` has room for three columns more than a row has. */
// @ts-ignore: decorator of AssemblyScript
@inline
function pairUp(a: usize, b: usize, width: usize, to: usize): void {
  for (let x: usize = 0; x < width; x += 4) {
    const bytes = i8x16.shuffle(v128.load32_zero(a + x), v128.load32_zero(b + x), 0, 16, 1, 17, 2, 18, 3, 19, 4, 4, 4, 4, 4, 4, 4, 4)
    const words = i16x8.extend_low_i8x16_u(bytes)
    const first = i32x4.extend_low_i16x8_u(words)
    const last = i32x4.extend_high_i16x8_u(words)
    v128.store(to, f64x2.convert_low_i32x4_s(first))
    v128.store(to, f64x2.convert_low_i32x4_s(i64x2.shuffle(first, first, 1, 0)), 64)
    v128.store(to, f64x2.convert_low_i32x4_s(last), 128)
    v128.store(to, f64x2.convert_low_i32x4_s(i64x2.shuffle(last, last, 1, 0)), 192)
    to += 256
  }
}

/** Parts two real series that were transformed as one, and gives each its row. */
function unpack(from: usize, width: usize, to: usize, height8: usize): void {
  const half = f64x2.splat(0.5)
  for (let u: usize = 0; u <= width >> 1; u += 2) {
    const v = u + 1 < width ? u + 1 : 0
    const a = from + (u << 6)
    const aMirror = from + ((u > 0 ? width - u : 0) << 6)
    const b = from + (v << 6)
    const bMirror = from + ((v > 0 ? width - v : 0) << 6)
    let row = to + (((u >> 2) * height8) << 6) + ((u & 3) << 3)
    for (let part: usize = 0; part < 32; part += 16) {
      const ar = f64x2.mul(half, v128.load(a + part))
      const ai = f64x2.mul(half, v128.load(a + part, 32))
      const amr = f64x2.mul(half, v128.load(aMirror + part))
      const ami = f64x2.mul(half, v128.load(aMirror + part, 32))
      const br = f64x2.mul(half, v128.load(b + part))
      const bi = f64x2.mul(half, v128.load(b + part, 32))
      const bmr = f64x2.mul(half, v128.load(bMirror + part))
      const bmi = f64x2.mul(half, v128.load(bMirror + part, 32))
      const evenAr = f64x2.add(ar, amr)
      const evenBr = f64x2.add(br, bmr)
      const evenAi = f64x2.sub(ai, ami)
      const evenBi = f64x2.sub(bi, bmi)
      const oddAr = f64x2.add(ai, ami)
      const oddBr = f64x2.add(bi, bmi)
      const oddAi = f64x2.sub(amr, ar)
      const oddBi = f64x2.sub(bmr, br)
      v128.store(row, i64x2.shuffle(evenAr, evenBr, 0, 2))
      v128.store(row, i64x2.shuffle(evenAi, evenBi, 0, 2), 32)
      v128.store(row, i64x2.shuffle(oddAr, oddBr, 0, 2), 64)
      v128.store(row, i64x2.shuffle(oddAi, oddBi, 0, 2), 96)
      v128.store(row, i64x2.shuffle(evenAr, evenBr, 1, 3), 128)
      v128.store(row, i64x2.shuffle(evenAi, evenBi, 1, 3), 160)
      v128.store(row, i64x2.shuffle(oddAr, oddBr, 1, 3), 192)
      v128.store(row, i64x2.shuffle(oddAi, oddBi, 1, 3), 224)
      row += 256
    }
  }
}

/**
 * Transforms columns, in place if radii are asked for, and looks at their power, |F|².
 * @param least power above which a frequency counts
 * @param radii where sums of power (f64) by whole radius go, added to, then how many frequencies each radius has (f64); 0: not asked
 * @param count how many radii there is room for
 * @returns how many frequencies of the whole spectrum have more power than `least`
 */
export function spectrumColumns(
  spectrum: usize,
  width: usize,
  height: usize,
  height8: usize,
  plan: usize,
  work: usize,
  least: f64,
  radii: usize,
  count: usize,
): f64 {
  let above: f64 = 0
  const limit = f64x2.splat(least)
  for (let u: usize = 0; u <= width >> 1; u += 4) {
    const group = spectrum + (((u >> 2) * height8) << 6)
    const done = transform(group, work, plan)
    let low = i64x2.splat(0)
    let high = i64x2.splat(0)
    for (let at = done; at < done + (height << 6); at += 64) {
      low = i64x2.sub(low, f64x2.gt(power(at), limit))
      high = i64x2.sub(high, f64x2.gt(power(at + 16), limit))
    }
    above += times(u, width) * <f64>i64x2.extract_lane(low, 0)
    above += times(u + 1, width) * <f64>i64x2.extract_lane(low, 1)
    above += times(u + 2, width) * <f64>i64x2.extract_lane(high, 0)
    above += times(u + 3, width) * <f64>i64x2.extract_lane(high, 1)
    if (radii === 0) continue
    if (done !== group) memory.copy(group, done, height << 6)
    for (let part: usize = 0; part < 2; part++) {
      byRadius(group + (part << 4), u + (part << 1), width, height, radii, radii + (count << 3))
    }
  }
  return above
}

/** Two powers. */
// @ts-ignore: decorator of AssemblyScript
@inline
function power(at: usize): v128 {
  const re = v128.load(at)
  const im = v128.load(at, 32)
  return f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im))
}

/** How often a column of the left half is in the whole spectrum: the right half mirrors it. */
// @ts-ignore: decorator of AssemblyScript
@inline
function times(u: usize, width: usize): f64 {
  if (u << 1 > width) return 0
  return u === 0 || u << 1 === width ? 1 : 2
}

function byRadius(at: usize, u: usize, width: usize, height: usize, sums: usize, counts: usize): void {
  const first = times(u, width)
  const second = times(u + 1, width)
  const across = f64x2(<f64>(u * u), <f64>((u + 1) * (u + 1)))
  for (let dy: usize = 0; dy << 1 <= height; dy++) {
    const alone = dy === 0 || dy << 1 === height
    const here = power(at + (dy << 6))
    const all = alone ? here : f64x2.add(here, power(at + ((height - dy) << 6)))
    const rows: f64 = alone ? 1 : 2
    const radius = i32x4.trunc_sat_f64x2_s_zero(f64x2.sqrt(f64x2.add(across, f64x2.splat(<f64>(dy * dy)))))
    if (first > 0) {
      const to = <usize>i32x4.extract_lane(radius, 0) << 3
      store<f64>(sums + to, load<f64>(sums + to) + first * f64x2.extract_lane(all, 0))
      store<f64>(counts + to, load<f64>(counts + to) + first * rows)
    }
    if (second > 0) {
      const to = <usize>i32x4.extract_lane(radius, 1) << 3
      store<f64>(sums + to, load<f64>(sums + to) + second * f64x2.extract_lane(all, 1))
      store<f64>(counts + to, load<f64>(counts + to) + second * rows)
    }
  }
}

/**
 * Sums of magnitude over `points` points of a half circle, for each radius from 1 on; the first sum is the middle's magnitude.
 * @param directions cos and sin (f64) of each point; @param sums `radii` f64
 */
export function halfCircles(
  spectrum: usize,
  width: i32,
  height: i32,
  height8: usize,
  directions: usize,
  points: usize,
  radii: i32,
  sums: usize,
): void {
  for (let i = 0; i < radii; i++) {
    let sum: f64 = i === 0 ? magnitude(spectrum, 0, 0, height8) : 0
    for (let at = directions; i > 0 && at < directions + (points << 4); at += 16) {
      let v = <i32>Math.floor(<f64>(i + 1) * load<f64>(at) + 0.5)
      let u = <i32>Math.floor(<f64>(i + 1) * load<f64>(at, 8) + 0.5)
      // The right half mirrors the left one.
      if (u < 0) {
        u = -u
        v = -v
      }
      sum += magnitude(spectrum, v < 0 ? v + height : v, u, height8)
    }
    store<f64>(sums + (<usize>i << 3), sum)
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function magnitude(spectrum: usize, v: i32, u: i32, height8: usize): f64 {
  const at = spectrum + ((<usize>(u >> 2) * height8 + <usize>v) << 6) + (<usize>(u & 3) << 3)
  const re = load<f64>(at)
  const im = load<f64>(at, 32)
  return Math.sqrt(re * re + im * im)
}
