import { firstCell, rowBytes } from './flood'
import { filledAt, ringBytes, rings } from './likeness'

const directions: i32 = 64
/** Where spread and centre, and the box, are written. */
const spreadAt: usize = filledAt + <usize>rings
const boxAt: usize = spreadAt + 40

/**
 * A region freed of where it lies, how large it is and how far it is seen from aside: looked at in units of its own spread.
 * @param cells of `flood`
 * @param order the region's own, of `flood`
 * @param places where each direction of each ring is looked at, x and y in units of the spread; f64
 * @param out gets bits and filled, as `overlap` has them; spread (xx, xy, yy) and centre (x, y), f64; box, i32: left, top, right, bottom
 */
export function silhouette(cells: usize, width: i32, order: usize, area: i32, places: usize, out: usize): void {
  const origin = firstCell(cells, width)
  const first = load<i32>(load<usize>(order))
  const row = rowBytes(width)
  const stride = <u32>(row >> 2)
  let left = width
  let right = 0
  let top = i32.MAX_VALUE
  let bottom = 0
  let sx: i64 = 0
  let sy: i64 = 0
  let sxx: i64 = 0
  let sxy: i64 = 0
  let syy: i64 = 0
  for (const end = order + (<usize>area << 2); order < end; order += 4) {
    const place = <u32>((load<usize>(order) - origin) >> 2)
    const y = <i32>(place / stride)
    const x = <i32>(place - <u32>y * stride)
    left = min(left, x)
    right = max(right, x)
    top = min(top, y)
    bottom = max(bottom, y)
    sx += x
    sy += y
    sxx += x * x
    sxy += x * y
    syy += y * y
  }
  // The same in a frame that leaves a pixel free on each side.
  const across = left - 1
  const down = top - 1
  const n = <i64>area
  syy += down * (n * down - 2 * sy)
  sxy += n * across * down - across * sy - down * sx
  sxx += across * (n * across - 2 * sx)
  const mx = <f64>(sx - n * across) / <f64>area
  const my = <f64>(sy - n * down) / <f64>area
  // A pixel is a square: its own variance is 1/12 each way.
  const vxx = <f64>sxx / <f64>area - mx * mx + 1.0 / 12
  const vxy = <f64>sxy / <f64>area - mx * my
  const vyy = <f64>syy / <f64>area - my * my + 1.0 / 12
  // Square root of a symmetric positive definite matrix.
  const s = sqrt(max(1e-9, vxx * vyy - vxy * vxy))
  const t = sqrt(vxx + vyy + 2 * s)
  const xx = (vxx + s) / t
  const xy = vxy / t
  const yy = (vyy + s) / t
  const rightmost = <f64>(right + 1 - across)
  const lowest = <f64>(bottom + 1 - down)
  const base = origin + <usize>down * row + (<usize>across << 2)
  for (let ring = 0; ring < rings; ring++) {
    let bits: u64 = 0
    for (let k = 0; k < directions; k++, places += 16) {
      const u = load<f64>(places)
      const v = load<f64>(places, 8)
      const x = mx + xx * u + xy * v
      const y = my + xy * u + yy * v
      if (x < 0 || y < 0 || x >= rightmost || y >= lowest) continue
      bits |= <u64>isCovered(base, row, x, y, first, area) << k
    }
    store<u64>(out + <usize>ring * ringBytes, bits)
    store<u8>(out + <usize>ring, <u8>popcnt(bits), filledAt)
  }
  store<f64>(out, xx, spreadAt)
  store<f64>(out, xy, spreadAt + 8)
  store<f64>(out, yy, spreadAt + 16)
  store<f64>(out, mx + <f64>left - 0.5, spreadAt + 24)
  store<f64>(out, my + <f64>top - 0.5, spreadAt + 32)
  store<i32>(out, left, boxAt)
  store<i32>(out, top, boxAt + 4)
  store<i32>(out, right + 1, boxAt + 8)
  store<i32>(out, bottom + 1, boxAt + 12)
}

/** Whether half of what lies between four pixels, bilinearly, is the region's. */
// @ts-ignore: decorator of AssemblyScript
@inline
function isCovered(base: usize, row: usize, x: f64, y: f64, first: i32, area: i32): bool {
  const x0 = <i32>x
  const y0 = <i32>y
  const at = base + <usize>y0 * row + (<usize>x0 << 2)
  const a = isOf(at, first, area)
  const b = isOf(at + 4, first, area)
  const c = isOf(at + row, first, area)
  const d = isOf(at + row + 4, first, area)
  if ((a & b & c & d) !== 0) return true
  if ((a | b | c | d) === 0) return false
  const fx = x - <f64>x0
  const fy = y - <f64>y0
  const above = (1 - fx) * <f64>a + fx * <f64>b
  const below = (1 - fx) * <f64>c + fx * <f64>d
  return (1 - fy) * above + fy * below >= 0.5
}

// @ts-ignore: decorator of AssemblyScript
@inline
function isOf(cell: usize, first: i32, area: i32): i32 {
  return <i32>(<u32>(load<i32>(cell) - first) < <u32>area)
}
