// Planes of f32, row by row, but for differences, which are i16. Reads and writes go up to 64 bytes beyond a plane: planes keep that much room.

/**
 * Rec. 601 luma of interleaved RGB.
 * @param one what 255 000 stands for: thousandths of a level are summed, without error
 */
export function grey(rgb: usize, pixels: i32, one: f32, out: usize): void {
  const unit = f32x4.splat(one * <f32>(1.0 / 255000.0))
  const redAndGreen = i16x8(299, 587, 299, 587, 299, 587, 299, 587)
  const blue = i16x8(114, 0, 114, 0, 114, 0, 114, 0)
  for (let i = 0; i < pixels; i += 4, rgb += 12, out += 16) {
    const bytes = v128.load(rgb)
    const rg = i8x16.swizzle(bytes, i8x16(0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1))
    const b = i8x16.swizzle(bytes, i8x16(2, -1, -1, -1, 5, -1, -1, -1, 8, -1, -1, -1, 11, -1, -1, -1))
    const sum = i32x4.add(i32x4.dot_i16x8_s(rg, redAndGreen), i32x4.dot_i16x8_s(b, blue))
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(sum), unit))
  }
}

/**
 * Gaussian blur, edges repeated. A row is blurred downwards into `row`, then across into the target, and what it changed is
 * written: one walk over memory, which takes longer than to reckon.
 * @param difference target - source, to the nearest i16; 0: not wanted
 * @param taps radius + 1 weights, the middle one first; behind them room for 2 · radius addresses
 * @param step px between taps
 * @param row scratch of width + 2 · radius · step + 32 floats
 */
export function blur(
  source: usize,
  target: usize,
  difference: usize,
  width: i32,
  height: i32,
  taps: usize,
  radius: i32,
  step: i32,
  row: usize,
): void {
  const stride = <usize>width << 2
  const reach = <usize>(radius * step)
  const start = row + ((reach + 3) & ~3) * 4
  const along = <usize>step << 2
  const middle = f32x4.splat(load<f32>(taps))
  const lastTap = taps + (<usize>radius << 2)
  const rows = lastTap + 4
  for (let y = 0; y < height; y++) {
    const here = source + <usize>y * stride
    // Where the rows above and below begin, for each tap.
    for (let i = 1; i <= radius; i++) {
      const at = rows + (<usize>(i - 1) << 3)
      store<usize>(at, source + <usize>max(0, y - i * step) * stride)
      store<usize>(at, source + <usize>min(height - 1, y + i * step) * stride, 4)
    }
    for (let x: usize = 0; x < stride; x += 64) {
      let a = f32x4.mul(v128.load(here + x), middle)
      let b = f32x4.mul(v128.load(here + x, 16), middle)
      let c = f32x4.mul(v128.load(here + x, 32), middle)
      let d = f32x4.mul(v128.load(here + x, 48), middle)
      let at = rows
      for (let tapAt = taps + 4; tapAt <= lastTap; tapAt += 4, at += 8) {
        const up = load<usize>(at) + x
        const down = load<usize>(at, 4) + x
        const tap = v128.load32_splat(tapAt)
        a = f32x4.add(a, f32x4.mul(tap, f32x4.add(v128.load(up), v128.load(down))))
        b = f32x4.add(b, f32x4.mul(tap, f32x4.add(v128.load(up, 16), v128.load(down, 16))))
        c = f32x4.add(c, f32x4.mul(tap, f32x4.add(v128.load(up, 32), v128.load(down, 32))))
        d = f32x4.add(d, f32x4.mul(tap, f32x4.add(v128.load(up, 48), v128.load(down, 48))))
      }
      v128.store(start + x, a)
      v128.store(start + x, b, 16)
      v128.store(start + x, c, 32)
      v128.store(start + x, d, 48)
    }
    const first = load<f32>(start)
    const last = load<f32>(start + stride - 4)
    for (let k: usize = 1; k <= reach; k++) {
      store<f32>(start - (k << 2), first)
      store<f32>(start + stride + ((k - 1) << 2), last)
    }
    const out = target + <usize>y * stride
    for (let x: usize = 0; x < stride; x += 64) {
      const at = start + x
      let a = f32x4.mul(v128.load(at), middle)
      let b = f32x4.mul(v128.load(at, 16), middle)
      let c = f32x4.mul(v128.load(at, 32), middle)
      let d = f32x4.mul(v128.load(at, 48), middle)
      let left = at
      let right = at
      for (let tapAt = taps + 4; tapAt <= lastTap; tapAt += 4) {
        left -= along
        right += along
        const tap = v128.load32_splat(tapAt)
        a = f32x4.add(a, f32x4.mul(tap, f32x4.add(v128.load(left), v128.load(right))))
        b = f32x4.add(b, f32x4.mul(tap, f32x4.add(v128.load(left, 16), v128.load(right, 16))))
        c = f32x4.add(c, f32x4.mul(tap, f32x4.add(v128.load(left, 32), v128.load(right, 32))))
        d = f32x4.add(d, f32x4.mul(tap, f32x4.add(v128.load(left, 48), v128.load(right, 48))))
      }
      v128.store(out + x, a)
      v128.store(out + x, b, 16)
      v128.store(out + x, c, 32)
      v128.store(out + x, d, 48)
      if (!difference) continue
      const change = difference + ((<usize>y * stride + x) >> 1)
      const before = here + x
      v128.store(change, rounded(f32x4.sub(a, v128.load(before)), f32x4.sub(b, v128.load(before, 16))))
      v128.store(change, rounded(f32x4.sub(c, v128.load(before, 32)), f32x4.sub(d, v128.load(before, 48))), 16)
    }
  }
}

/** The nearest i16: beside 1.5 · 2^23 an f32 has room for an integer only, in its lowest bits. Converting takes more than twice as long. */
// @ts-ignore: decorator of AssemblyScript
@inline
function rounded(a: v128, b: v128): v128 {
  const large = f32x4.splat(12_582_912)
  const bits = i32x4.splat(0x4b40_0000)
  return i16x8.narrow_i32x4_s(i32x4.sub(f32x4.add(a, large), bits), i32x4.sub(f32x4.add(b, large), bits))
}

/** Every second pixel of every second row; the target is width / 2 by height / 2, rounded down. */
export function halve(source: usize, width: i32, height: i32, target: usize): void {
  const across = width >> 1
  const down = height >> 1
  for (let y = 0; y < down; y++) {
    let from = source + ((<usize>(2 * y) * <usize>width) << 2)
    for (let x = 0; x < across; x++, from += 8, target += 4) store<f32>(target, load<f32>(from))
  }
}

/** Each pixel the mean of two by two; the target is width / 2 by height / 2, rounded down, but one at least. */
export function shrink(source: usize, width: i32, height: i32, target: usize): void {
  const across = max(1, width >> 1)
  const down = max(1, height >> 1)
  const stride = <usize>width << 2
  const below = height > 1 ? stride : 0
  const quarter = f32x4.splat(0.25)
  for (let y = 0; y < down; y++, target += <usize>across << 2) {
    const row = source + <usize>(2 * y) * stride
    if (width === 1) {
      store<f32>(target, (load<f32>(row) + load<f32>(row + below)) * 0.5)
      continue
    }
    for (let x: usize = 0; x < <usize>across << 2; x += 16) {
      const at = row + (x << 1)
      const left = f32x4.add(v128.load(at), v128.load(at + below))
      const right = f32x4.add(v128.load(at, 16), v128.load(at + below, 16))
      const sum = f32x4.add(v128.shuffle<f32>(left, right, 0, 2, 4, 6), v128.shuffle<f32>(left, right, 1, 3, 5, 7))
      v128.store(target + x, f32x4.mul(sum, quarter))
    }
  }
}

/**
 * Made larger, bilinear: pixel centres lie at half px, edges are repeated.
 * @param across width of the target, one to two times that of the source; `down` its height
 * @param scratch of width + 2 · across + 32 floats
 */
export function enlarge(
  source: usize,
  width: i32,
  height: i32,
  target: usize,
  across: i32,
  down: i32,
  scratch: usize,
): void {
  const stride = <usize>width << 2
  const start = scratch + 16
  // For each column of the target, the address of the pixel on the left of it, and how much that on its right counts.
  const lefts = start + stride + 64
  const shares = lefts + ((<usize>across << 2) + 16)
  for (let x = 0; x < across; x++) {
    const at = placeOf(x, width, across)
    const left = Math.floor(at)
    store<usize>(lefts + (<usize>x << 2), start + (<isize>left << 2))
    store<f32>(shares + (<usize>x << 2), <f32>(at - left))
  }
  // A row is written four by four.
  for (let x = across; x & 3; x++) store<usize>(lefts + (<usize>x << 2), start)
  const one = f32x4.splat(1)
  for (let y = 0; y < down; y++, target += <usize>across << 2) {
    const at = placeOf(y, height, down)
    const above = Math.floor(at)
    const upper = source + <usize>max(0, <i32>above) * stride
    const lower = source + <usize>min(height - 1, <i32>above + 1) * stride
    const share = f32x4.splat(<f32>(at - above))
    const rest = f32x4.sub(one, share)
    for (let x: usize = 0; x < stride; x += 16) {
      const sum = f32x4.add(f32x4.mul(v128.load(upper + x), rest), f32x4.mul(v128.load(lower + x), share))
      v128.store(start + x, sum)
    }
    store<f32>(start - 4, load<f32>(start))
    store<f32>(start + stride, load<f32>(start + stride - 4))
    for (let x: usize = 0; x < <usize>across << 2; x += 16) {
      const first = pairs(load<usize>(lefts + x), load<usize>(lefts + x, 4))
      const second = pairs(load<usize>(lefts + x, 8), load<usize>(lefts + x, 12))
      const left = v128.shuffle<f32>(first, second, 0, 2, 4, 6)
      const right = v128.shuffle<f32>(first, second, 1, 3, 5, 7)
      const share = v128.load(shares + x)
      v128.store(target + x, f32x4.add(f32x4.mul(left, f32x4.sub(one, share)), f32x4.mul(right, share)))
    }
  }
}

/** Where a pixel of `larger` lies among `size` pixels. */
// @ts-ignore: decorator of AssemblyScript
@inline
function placeOf(pixel: i32, size: i32, larger: i32): f64 {
  return ((<f64>pixel + 0.5) * <f64>size) / <f64>larger - 0.5
}

// @ts-ignore: decorator of AssemblyScript
@inline
function pairs(one: usize, other: usize): v128 {
  return v128.load64_lane(other, v128.load64_zero(one), 1)
}
