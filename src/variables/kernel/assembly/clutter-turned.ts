// Derivatives along both diagonals, by filters of 13 x 13 that are each other's mirror images.

import { mirrored } from './blur'

const reach: i32 = 6
/** Of floats beside a line: what the filter reaches, and what is read beyond the end. */
const beside: i32 = 2 * reach + 4

/**
 * Squares of what both filters give, borders mirrored (REFLECT_101). Their half sum is symmetric across and down, their half
 * difference antisymmetric, so that lines are added up, or subtracted, before they are weighed.
 * @param from `height` rows of `stride` f32, a multiple of 16
 * @param even 7 x 7 f32: the half sum from the middle on, its first column halved; @param odd 6 x 6 f32 from beside the middle on
 * @param lines 13 · (`stride` + 16) f32
 * @param falling, @param rising planes as `from`
 */
export function turnedEnergies(
  from: usize,
  stride: i32,
  width: i32,
  height: i32,
  even: usize,
  odd: usize,
  lines: usize,
  falling: usize,
  rising: usize,
): void {
  const row = <usize>stride << 2
  const room = <usize>(stride + beside) << 2
  const differences = lines + <usize>(reach + 1) * room
  const left = <usize>reach << 2
  for (let y = 0; y < height; y++) {
    memory.copy(lines + left, from + <usize>y * row, row)
    frame(lines + left, width)
    for (let d = 1; d <= reach; d++) {
      const above = from + <usize>(y >= d ? y - d : mirrored(y - d, height)) * row
      const below = from + <usize>(y + d < height ? y + d : mirrored(y + d, height)) * row
      const sum = lines + <usize>d * room + left
      const difference = differences + <usize>(d - 1) * room + left
      fold(above, below, row, sum, difference)
      frame(sum, width)
      frame(difference, width)
    }
    for (let x: usize = 0; x < row; x += 16) {
      const straight = weighed(lines + left + x, room, even, 0, false)
      const slant = weighed(differences + left + x, room, odd, 1, true)
      const one = f32x4.add(straight, slant)
      const other = f32x4.sub(straight, slant)
      const at = <usize>y * row + x
      v128.store(falling + at, f32x4.mul(one, one))
      v128.store(rising + at, f32x4.mul(other, other))
    }
  }
}

/** The sum of two rows, and below less above. */
function fold(above: usize, below: usize, row: usize, sum: usize, difference: usize): void {
  for (let x: usize = 0; x < row; x += 16) {
    const a = v128.load(above + x)
    const b = v128.load(below + x)
    v128.store(difference + x, f32x4.sub(b, a))
    v128.store(sum + x, f32x4.add(a, b))
  }
}

/** Gives a line its borders. */
function frame(line: usize, width: i32): void {
  for (let d = 1; d <= reach; d++) {
    store<f32>(line - (<usize>d << 2), load<f32>(line + (<usize>mirrored(-d, width) << 2)))
    store<f32>(line + (<usize>(width - 1 + d) << 2), load<f32>(line + (<usize>mirrored(width - 1 + d, width) << 2)))
  }
}

/** Four places: lines weighed, each with its mirror image in the place. @param first the first column that has a weight */
// @ts-ignore: decorator of AssemblyScript
@inline
function weighed(lines: usize, room: usize, weights: usize, first: i32, opposite: bool): v128 {
  let sum = f32x4.splat(0)
  for (let line = first; line <= reach; line++) {
    for (let d = <usize>first << 2; d <= <usize>reach << 2; d += 4) {
      const right = v128.load(lines + d)
      const left = v128.load(lines - d)
      const both = opposite ? f32x4.sub(right, left) : f32x4.add(right, left)
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weights), both))
      weights += 4
    }
    lines += room
  }
  return sum
}
