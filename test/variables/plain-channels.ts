import { linear } from '../../src/variables/lab.ts'
import { halfEven } from '../../src/variables/rounding.ts'

const { fround, max, min } = Math

// The channels of colour-spaces.ts of one colour, as OpenCV gives them: what the kernel's counts are compared with.

/** R, G, B; H, L, S; X, Y, Z; L*, a*, b*. */
export function plainChannels(r: number, g: number, b: number): number[] {
  return [r, g, b, ...plainHls(r, g, b), ...plainXyz(r, g, b), ...plainLab(r, g, b)]
}

/** In single precision: values over 255, and each sum, product and quotient; the hue's last two at once. */
function plainHls(r: number, g: number, b: number): number[] {
  const [red, green, blue] = [r, g, b].map((value) => fround(value * fround(1 / 255))) as [number, number, number]
  const [most, least] = [max(red, green, blue), min(red, green, blue)]
  const [spread, sum] = [fround(most - least), fround(most + least)]
  const lightness = halfEven(fround(fround(sum * 0.5) * 255))
  if (spread <= 2 ** -23) return [0, lightness, 0]
  const per = fround(60 / spread)
  const turned = (from: number, less: number, turn: number) => fround(fround(from - less) * per + turn)
  const hue = most === red ? turned(green, blue, 0) : most === green ? turned(blue, red, 120) : turned(red, green, 240)
  const half = halfEven(fround((hue < 0 ? fround(hue + 360) : hue) * 0.5))
  return [half, lightness, halfEven(fround(fround(spread / (sum < 1 ? sum : fround(2 - sum))) * 255))]
}

const byte = (value: number) => max(0, min(255, value))

function plainXyz(r: number, g: number, b: number): number[] {
  const rows = [
    [1689, 1465, 739],
    [871, 2929, 296],
    [79, 488, 3892],
  ] as const
  return rows.map(([i, j, k]) => byte((i * r + j * g + k * b + 2048) >> 12))
}

function plainLab(r: number, g: number, b: number): number[] {
  const [red, green, blue] = [r, g, b].map((value) => halfEven(2040 * linear(value))) as [number, number, number]
  const f = (i: number, j: number, k: number) => {
    const t = ((i * red + j * green + k * blue + 2048) >> 12) / 2040
    return halfEven(32_768 * (t < 216 / 24_389 ? (t * 841) / 108 + 16 / 116 : Math.cbrt(t)))
  }
  const [x, y, z] = [f(1777, 1541, 778), f(871, 2929, 296), f(73, 448, 3575)]
  const middle = 4_194_304 + 16_384
  return [
    byte((296 * y - 1_336_934 + 16_384) >> 15),
    byte((500 * (x - y) + middle) >> 15),
    byte((200 * (y - z) + middle) >> 15),
  ]
}
