import { gaussian } from './gaussian.ts'

const { abs, floor, SQRT1_2 } = Math

const reach = 6
const side = 2 * reach + 1
const sigma = 2

/**
 * The second derivative of a Gaussian (sigma 2) along a diagonal: three Gaussians of 13 x 13, one in the middle and two sigma away
 * on either side, turned by 45 degrees with bicubic interpolation as Octave's and MATLAB's imrotate do, and then twice the middle
 * one less the others. The other diagonal's is its mirror image.
 * @returns half of the sum of both, from the middle on (7 x 7, the first column halved: it is added to itself), and half of their
 * difference from beside the middle on (6 x 6)
 */
export function turnedDerivative(): { even: Float32Array; odd: Float32Array } {
  const [one, middle, other] = [sigma, 0, -sigma].map((off) => normalised(turned(beside(off)))) as [
    Square,
    Square,
    Square,
  ]
  const rising = middle.map((value, i) => 2 * value - (one[i] as number) - (other[i] as number))
  const at = (x: number, y: number) => rising[(y + reach) * side + x + reach] as number
  const even: number[] = []
  const odd: number[] = []
  for (let y = 0; y <= reach; y++) {
    for (let x = 0; x <= reach; x++) {
      even.push(((at(x, y) + at(-x, y)) / 2) * (x === 0 ? 0.5 : 1))
      if (x > 0 && y > 0) odd.push((at(-x, y) - at(x, y)) / 2)
    }
  }
  return { even: Float32Array.from(even), odd: Float32Array.from(odd) }
}

type Square = Float64Array

/** A Gaussian so far below the middle. */
function beside(off: number): Square {
  const [across, down] = [gaussian(reach, sigma), gaussian(reach, sigma, off)]
  return Float64Array.from({ length: side * side }, (_, i) => {
    return (across[i % side] as number) * (down[floor(i / side)] as number)
  })
}

/** Turned by 45 degrees; nought beyond the square, whose borders are repeated in reverse where the interpolation reaches beyond. */
function turned(square: Square): Square {
  const look = (x: number, y: number) => square[within(y) * side + within(x)] as number
  return Float64Array.from(square, (_, i) => {
    const [x, y] = [(i % side) - reach, floor(i / side) - reach]
    const [fromX, fromY] = [SQRT1_2 * (x - y), SQRT1_2 * (x + y)]
    if (abs(fromX) > reach + 0.5 || abs(fromY) > reach + 0.5) return 0
    const [left, top] = [floor(fromX), floor(fromY)]
    let sum = 0
    for (let row = top - 1; row <= top + 2; row++) {
      for (let column = left - 1; column <= left + 2; column++) {
        sum += look(column, row) * keys(fromX - column) * keys(fromY - row)
      }
    }
    return sum
  })
}

function within(place: number): number {
  const index = place + reach
  return index < 0 ? -1 - index : index >= side ? 2 * side - 1 - index : index
}

/** The cubic convolution kernel of Keys (1981), a = -1/2. */
function keys(offset: number): number {
  const t = abs(offset)
  if (t >= 2) return 0
  return t <= 1 ? (1.5 * t - 2.5) * t * t + 1 : ((2.5 - 0.5 * t) * t - 4) * t + 2
}

function normalised(square: Square): Square {
  const sum = square.reduce((a, b) => a + b, 0)
  return square.map((value) => value / sum)
}
