import { lookRow, lookSide } from './look'

const fewestSteps = 3

/**
 * Mean difference of neighbours, across and down, of the channel in which they differ most.
 * @param small 32 x 32 px, interleaved
 */
export function insideOf(small: usize): f64 {
  let sum = 0
  for (let y = 0; y < lookSide - 1; y++) {
    let at = small + <usize>y * lookRow
    for (let x = 0; x < lookSide - 1; x++, at += 3) {
      let across = 0
      let down = 0
      for (let channel: usize = 0; channel < 3; channel++) {
        const here = <i32>load<u8>(at + channel)
        across = max(across, abs(<i32>load<u8>(at + channel, 3) - here))
        down = max(down, abs(<i32>load<u8>(at + channel + lookRow) - here))
      }
      sum += across + down
    }
  }
  return <f64>sum / (2 * (lookSide - 1) * (lookSide - 1))
}

/**
 * Mean difference of neighbours along a line, of the channel in which they differ most. A place on it is the mean of four px.
 * @param rgb interleaved
 * @param step px between neighbours
 */
export function alongOf(
  rgb: usize,
  width: i32,
  height: i32,
  x: f64,
  y: f64,
  dx: f64,
  dy: f64,
  step: f64,
): f64 {
  const count = max(fewestSteps, <i32>floor(Math.hypot(dx, dy) / step + 0.5))
  const reach = step / 3
  let sum = 0
  let before = fourAt(rgb, width, height, x, y, reach)
  for (let i = 1; i <= count; i++) {
    const here = fourAt(rgb, width, height, x + (dx * <f64>i) / <f64>count, y + (dy * <f64>i) / <f64>count, reach)
    const change = i16x8.abs(i16x8.sub(here, before))
    const red = i16x8.extract_lane_s(change, 0)
    sum += max(red, max(i16x8.extract_lane_s(change, 1), i16x8.extract_lane_s(change, 2)))
    before = here
  }
  return <f64>sum / <f64>(4 * count)
}

/** Sums of four px around a place, of each channel; edges are repeated. */
// @ts-ignore: decorator of AssemblyScript
@inline
function fourAt(rgb: usize, width: i32, height: i32, x: f64, y: f64, reach: f64): v128 {
  const left = <usize>(3 * within(x - reach, width))
  const right = <usize>(3 * within(x + reach, width))
  const upper = rgb + <usize>(3 * width * within(y - reach, height))
  const lower = rgb + <usize>(3 * width * within(y + reach, height))
  return i16x8.add(
    i16x8.add(v128.load8x8_u(upper + left), v128.load8x8_u(upper + right)),
    i16x8.add(v128.load8x8_u(lower + left), v128.load8x8_u(lower + right)),
  )
}

// @ts-ignore: decorator of AssemblyScript
@inline
function within(at: f64, size: i32): i32 {
  return <i32>max(0, min(<f64>(size - 1), at))
}
