// Planes of f32, row by row. Reads and writes go up to 64 bytes beyond a plane: planes keep that much room.

/** Rec. 601 luma of interleaved RGB, 0 to 1. */
export function grey(rgb: usize, pixels: i32, out: usize): void {
  for (let i = 0; i < pixels; i++, rgb += 3, out += 4) {
    const sum = 299 * <i32>load<u8>(rgb) + 587 * <i32>load<u8>(rgb, 1) + 114 * <i32>load<u8>(rgb, 2)
    store<f32>(out, <f32>sum * <f32>(1.0 / 255000.0))
  }
}

/**
 * Gaussian blur, edges repeated. A row is blurred downwards into `row`, then across into the target, and what it changed is
 * written: one walk over memory, which takes longer than to reckon.
 * @param difference target - source; 0: not wanted
 * @param taps radius + 1 weights, the middle one first
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
  const jump = <isize>stride * step
  const along = <usize>step << 2
  const middle = f32x4.splat(load<f32>(taps))
  const lastTap = taps + (<usize>radius << 2)
  const lastRow = source + <usize>(height - 1) * stride
  for (let y = 0; y < height; y++) {
    const here = source + <usize>y * stride
    for (let x: usize = 0; x < stride; x += 64) {
      let a = f32x4.mul(v128.load(here + x), middle)
      let b = f32x4.mul(v128.load(here + x, 16), middle)
      let c = f32x4.mul(v128.load(here + x, 32), middle)
      let d = f32x4.mul(v128.load(here + x, 48), middle)
      let up = here + x
      let down = up
      for (let tapAt = taps + 4; tapAt <= lastTap; tapAt += 4) {
        up = <usize>max<isize>(<isize>up - jump, <isize>(source + x))
        down = <usize>min<isize>(<isize>down + jump, <isize>(lastRow + x))
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
      const change = difference + <usize>y * stride + x
      v128.store(change, f32x4.sub(a, v128.load(here + x)))
      v128.store(change, f32x4.sub(b, v128.load(here + x, 16)), 16)
      v128.store(change, f32x4.sub(c, v128.load(here + x, 32)), 32)
      v128.store(change, f32x4.sub(d, v128.load(here + x, 48)), 48)
    }
  }
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

/**
 * Twice as wide and high, bilinear, edges repeated.
 * @param row scratch of width + 16 floats
 */
export function double(source: usize, width: i32, height: i32, target: usize, row: usize): void {
  const stride = <usize>width << 2
  const start = row + 16
  const most = f32x4.splat(0.75)
  const rest = f32x4.splat(0.25)
  for (let y = 0; y < 2 * height; y++, target += stride << 1) {
    const near = source + <usize>(y >> 1) * stride
    const far = source + <usize>min(max(y & 1 ? (y >> 1) + 1 : (y >> 1) - 1, 0), height - 1) * stride
    for (let x: usize = 0; x < stride; x += 16) {
      const sum = f32x4.add(f32x4.mul(v128.load(near + x), most), f32x4.mul(v128.load(far + x), rest))
      v128.store(start + x, sum)
    }
    store<f32>(start - 4, load<f32>(start))
    store<f32>(start + stride, load<f32>(start + stride - 4))
    for (let x: usize = 0; x < stride; x += 16) {
      const here = f32x4.mul(v128.load(start + x), most)
      const left = f32x4.add(here, f32x4.mul(v128.load(start + x - 4), rest))
      const right = f32x4.add(here, f32x4.mul(v128.load(start + x + 4), rest))
      v128.store(target + (x << 1), v128.shuffle<f32>(left, right, 0, 4, 1, 5))
      v128.store(target + (x << 1), v128.shuffle<f32>(left, right, 2, 6, 3, 7), 16)
    }
  }
}
