// Resizing by means of areas, in single precision: rows are added, each with its weight, then columns.

/** sums += weight * row, byte by byte; up to 15 bytes and sums beyond the end are read and written. */
export function addRow(row: usize, bytes: i32, weight: f32, sums: usize): void {
  const w = f32x4.splat(weight)
  const end = row + <usize>bytes
  for (; row < end; row += 16, sums += 64) {
    const values = v128.load(row)
    const low = i16x8.extend_low_i8x16_u(values)
    const high = i16x8.extend_high_i8x16_u(values)
    v128.store(sums, added(v128.load(sums), i32x4.extend_low_i16x8_u(low), w))
    v128.store(sums, added(v128.load(sums, 16), i32x4.extend_high_i16x8_u(low), w), 16)
    v128.store(sums, added(v128.load(sums, 32), i32x4.extend_low_i16x8_u(high), w), 32)
    v128.store(sums, added(v128.load(sums, 48), i32x4.extend_high_i16x8_u(high), w), 48)
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function added(sum: v128, values: v128, weight: v128): v128 {
  return f32x4.add(sum, f32x4.mul(f32x4.convert_i32x4_s(values), weight))
}

/**
 * Such sums at another width, as three planes.
 * @param sums interleaved red, green and blue
 * @param first width + 1 i32: number of each column's first tap
 * @param taps an i32 and an f32 each: the byte where the sums of its px are, and its weight
 * @param rest width f32, what a column has without the picture
 */
export function addColumns(
  sums: usize,
  width: i32,
  first: usize,
  taps: usize,
  rest: usize,
  red: usize,
  green: usize,
  blue: usize,
): void {
  let tap = taps
  for (let x: usize = 0; x < <usize>width << 2; x += 4) {
    let sum = v128.load32_splat(rest + x)
    const end = taps + (<usize>load<i32>(first + x, 4) << 3)
    for (; tap < end; tap += 8) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(tap, 4), v128.load(sums + <usize>load<i32>(tap))))
    }
    v128.store32_lane(red + x, sum, 0)
    v128.store32_lane(green + x, sum, 1)
    v128.store32_lane(blue + x, sum, 2)
  }
}
