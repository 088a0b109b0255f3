// Grey levels of 8 pixels, as 16-bit numbers, and their histogram.

/** (9798 R + 19235 G + 3735 B + 2^14) >> 15, as OpenCV's RGB2GRAY. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function openCvGrey(r: v128, g: v128, b: v128): v128 {
  const wrg = i32x4.splat(9798 | (19235 << 16))
  const wb1 = i32x4.splat(3735 | (16384 << 16))
  const one = i16x8.splat(1)
  const low = i32x4.add(i32x4.dot_i16x8_s(zipLow(r, g), wrg), i32x4.dot_i16x8_s(zipLow(b, one), wb1))
  const top = i32x4.add(i32x4.dot_i16x8_s(zipHigh(r, g), wrg), i32x4.dot_i16x8_s(zipHigh(b, one), wb1))
  return i16x8.narrow_i32x4_s(i32x4.shr_u(low, 15), i32x4.shr_u(top, 15))
}

/** (19595 R + 38470 G + 7471 B + 2^15) >> 16, of 8 pixels; 38470 does not fit 16 bits: G goes in twice by half. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function pillowGrey(r: v128, g: v128, b: v128): v128 {
  const wrg = i32x4.splat(19595 | (19235 << 16))
  const wbg = i32x4.splat(7471 | (19235 << 16))
  const half = i32x4.splat(0x8000)
  const low = i32x4.add(i32x4.dot_i16x8_s(zipLow(r, g), wrg), i32x4.dot_i16x8_s(zipLow(b, g), wbg))
  const top = i32x4.add(i32x4.dot_i16x8_s(zipHigh(r, g), wrg), i32x4.dot_i16x8_s(zipHigh(b, g), wbg))
  return i16x8.narrow_i32x4_s(i32x4.shr_u(i32x4.add(low, half), 16), i32x4.shr_u(i32x4.add(top, half), 16))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function zipLow(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function zipHigh(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
}

/** Counts grey levels: four histograms of 256 (u32), so that runs of one level do not wait for each other. */
export function histogram(levels: usize, count: i32, counts: usize): void {
  const end = levels + <usize>(count & ~3)
  for (; levels < end; levels += 4) {
    const four = load<u32>(levels)
    bump(counts, four & 255)
    bump(counts + 1024, (four >> 8) & 255)
    bump(counts + 2048, (four >> 16) & 255)
    bump(counts + 3072, four >> 24)
  }
  for (let i = 0; i < (count & 3); i++) bump(counts, load<u8>(levels + i))
}

// @ts-ignore: decorator of AssemblyScript
@inline
function bump(counts: usize, level: u32): void {
  const at = counts + (<usize>level << 2)
  store<u32>(at, load<u32>(at) + 1)
}
