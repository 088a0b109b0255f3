import { sampleRow } from './patch'

// Rows of f32 in rings: a place needs only as many as the template has.

/** Places that are tried at once; rows have room for as many more. */
const atOnce = 16
/** Rows of what is looked at that are kept: a gradient needs its neighbours. */
const kept = 3

/**
 * The places of a region that are most like a template, by trying all: the correlation of their gradients.
 * @param a to f: from px of the region to px of the plane
 * @param across width of the region, at least that of the template, as `down` is its height
 * @param template horizontal gradients of its inner pixels, row by row, then the vertical ones; together of the length one
 * @param blank squared gradients below which a place is like nothing
 * @param least likeness of a place that counts
 * @param most places
 * @param scratch of (3 · templateHeight + 1) · (across + 32) floats: 3 + 3 · (templateHeight - 2) + 1 + 3 rows
 * @param out three f32 each: across, down, likeness; the best first, none of them beside a better one
 * @returns how many were found
 */
export function findPlaces(
  plane: usize,
  width: i32,
  height: i32,
  a: f64,
  b: f64,
  c: f64,
  d: f64,
  e: f64,
  f: f64,
  across: i32,
  down: i32,
  template: usize,
  templateWidth: i32,
  templateHeight: i32,
  blank: f32,
  least: f32,
  most: i32,
  scratch: usize,
  out: usize,
): i32 {
  const row = <usize>(across + 2 * atOnce) << 2
  const innerWidth = templateWidth - 2
  const innerHeight = templateHeight - 2
  const places = across - templateWidth + 1
  const seen = scratch
  const gradients = seen + <usize>kept * row
  const energy = gradients + <usize>(2 * innerHeight) * row
  // One float in front of each row of scores: the place before the first one.
  const scores = energy + <usize>(innerHeight + 1) * row
  for (let i = 0; i < kept; i++) fillRow(scores + <usize>i * row, row)
  let found = 0
  for (let v = 0; v < down; v++) {
    sampleRow(plane, width, height, a, b, c, d, e, f, v, across, seen + <usize>(v % kept) * row)
    if (v < 2) continue
    const ring = <usize>((v - 2) % innerHeight)
    const above = seen + <usize>((v - 2) % kept) * row
    const here = seen + <usize>((v - 1) % kept) * row
    const below = seen + <usize>(v % kept) * row
    const x = gradients + 2 * ring * row
    const y = x + row
    const squares = energy + (ring + 1) * row
    for (let u: usize = 4; u < <usize>(across - 1) << 2; u += 16) {
      const dx = f32x4.sub(v128.load(here + u + 4), v128.load(here + u - 4))
      const dy = f32x4.sub(v128.load(below + u), v128.load(above + u))
      v128.store(x + u, dx)
      v128.store(y + u, dy)
      v128.store(squares + u, f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)))
    }
    // The row of places whose last gradients these are.
    const place = v - templateHeight + 1
    if (place < 0) continue
    const own = scores + <usize>(place % kept) * row
    scoreRow(gradients, energy, row, <i32>ring + 1, template, innerWidth, innerHeight, places, blank, own + 4)
    store<f32>(own + (<usize>(places + 1) << 2), -f32.MAX_VALUE)
    if (place > 0) found = peaks(scores, row, place - 1, places, least, most, out, found)
  }
  const last = down - templateHeight
  fillRow(scores + <usize>((last + 1) % kept) * row, row)
  return peaks(scores, row, last, places, least, most, out, found)
}

function fillRow(at: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) store<f32>(at + i, -f32.MAX_VALUE)
}

/** @param first ring's row with the gradients of the template's first row */
function scoreRow(
  gradients: usize,
  energy: usize,
  row: usize,
  first: i32,
  template: usize,
  innerWidth: i32,
  innerHeight: i32,
  places: i32,
  blank: f32,
  out: usize,
): void {
  for (let u: usize = 0; u < row; u += 16) {
    let sum = f32x4.splat(0)
    for (let j = 1; j <= innerHeight; j++) sum = f32x4.add(sum, v128.load(energy + <usize>j * row + u))
    v128.store(energy + u, sum)
  }
  const templateRow = <usize>innerWidth << 2
  const vertical = <usize>innerHeight * templateRow
  for (let u: usize = 0; u < <usize>places << 2; u += atOnce << 2, out += atOnce << 2) {
    let p = f32x4.splat(0)
    let q = f32x4.splat(0)
    let r = f32x4.splat(0)
    let s = f32x4.splat(0)
    let t = template
    for (let j = 0; j < innerHeight; j++) {
      const slot = first + j < innerHeight ? first + j : first + j - innerHeight
      let x = gradients + <usize>(2 * slot) * row + u + 4
      for (let end = t + templateRow; t < end; t += 4, x += 4) {
        const tx = v128.load32_splat(t)
        const ty = v128.load32_splat(t + vertical)
        const y = x + row
        p = f32x4.add(p, f32x4.add(f32x4.mul(tx, v128.load(x)), f32x4.mul(ty, v128.load(y))))
        q = f32x4.add(q, f32x4.add(f32x4.mul(tx, v128.load(x, 16)), f32x4.mul(ty, v128.load(y, 16))))
        r = f32x4.add(r, f32x4.add(f32x4.mul(tx, v128.load(x, 32)), f32x4.mul(ty, v128.load(y, 32))))
        s = f32x4.add(s, f32x4.add(f32x4.mul(tx, v128.load(x, 48)), f32x4.mul(ty, v128.load(y, 48))))
      }
    }
    const columns = energy + u + 4
    v128.store(out, share(p, columns, innerWidth, blank))
    v128.store(out, share(q, columns + 16, innerWidth, blank), 16)
    v128.store(out, share(r, columns + 32, innerWidth, blank), 32)
    v128.store(out, share(s, columns + 48, innerWidth, blank), 48)
  }
}

/** What gradients have in common with the template's, by their length; zero where they are blank. */
// @ts-ignore: decorator of AssemblyScript
@inline
function share(both: v128, columns: usize, innerWidth: i32, blank: f32): v128 {
  let all = f32x4.splat(0)
  for (let i = 0; i < innerWidth; i++) all = f32x4.add(all, v128.load(columns + (<usize>i << 2)))
  return v128.and(f32x4.div(both, f32x4.sqrt(all)), f32x4.gt(all, f32x4.splat(blank)))
}

/** Adds those of one row that are as high as all eight beside them. @returns how many there are now */
function peaks(
  scores: usize,
  row: usize,
  v: i32,
  places: i32,
  least: f32,
  most: i32,
  out: usize,
  found: i32,
): i32 {
  let above = scores + <usize>((v + 2) % kept) * row
  let here = scores + <usize>(v % kept) * row
  let below = scores + <usize>((v + 1) % kept) * row
  for (let u = 0; u < places; u++, above += 4, here += 4, below += 4) {
    const score = load<f32>(here, 4)
    if (score <= 0 || score < least) continue
    if (found === most && score <= load<f32>(out + 12 * <usize>(most - 1), 8)) continue
    if (score < max(load<f32>(here), load<f32>(here, 8))) continue
    if (score < max(load<f32>(above), max(load<f32>(above, 4), load<f32>(above, 8)))) continue
    if (score < max(load<f32>(below), max(load<f32>(below, 4), load<f32>(below, 8)))) continue
    let i = found === most ? most - 1 : found++
    for (; i > 0 && load<f32>(out + 12 * <usize>(i - 1), 8) < score; i--) {
      memory.copy(out + 12 * <usize>i, out + 12 * <usize>(i - 1), 12)
    }
    store<f32>(out + 12 * <usize>i, <f32>u)
    store<f32>(out + 12 * <usize>i, <f32>v, 4)
    store<f32>(out + 12 * <usize>i, score, 8)
  }
  return found
}
