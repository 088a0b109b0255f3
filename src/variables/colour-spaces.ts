import { halfEven } from './hsv.ts'
import type { Palette } from './kernel/palette.ts'
import { linear } from './lab.ts'

const { fround, max: largest, min: smallest } = Math

/** Sixteen channels of 8 bits, in the order of a step of `channelCounts`. */
export const channels = [
  ...(['red', 'green', 'blue', 'hls_h', 'hls_l', 'hls_s'] as const),
  ...(['xyz_x', 'xyz_y', 'xyz_z', 'lab8_l', 'lab8_a', 'lab8_b'] as const),
] as const
export type Channel = (typeof channels)[number]

/**
 * How often each 8-bit value occurs in RGB, HLS, XYZ and CIELAB as OpenCV's RGB2HLS, RGB2XYZ and RGB2Lab give them for
 * 8-bit pictures: hue in half degrees, XYZ of the sRGB values as they are (not made linear), L* times 2.55, a* and b* plus 128.
 */
export function channelCounts({ colours, counts: times }: Palette): Record<Channel, Uint32Array> {
  const counts = Object.fromEntries(channels.map((name) => [name, new Uint32Array(256)])) as Record<
    Channel,
    Uint32Array
  >
  const { red, green, blue, hls_h, hls_l, hls_s, xyz_x, xyz_y, xyz_z, lab8_l, lab8_a, lab8_b } = counts
  for (let i = 0; i < colours.length; i++) {
    const colour = colours[i] as number
    const n = times[i] as number
    const r = colour >> 16
    const g = (colour >> 8) & 255
    const b = colour & 255
    count(red, r, n)
    count(green, g, n)
    count(blue, b, n)

    const max = largest(largest(r, g), b)
    const min = smallest(smallest(r, g), b)
    count(hls_h, hlsHue(r, g, b, max, min), n)
    count(hls_l, hlsLightness[(max << 8) | min] as number, n)
    count(hls_s, hlsSaturation[(max << 8) | min] as number, n)

    count(xyz_x, smallest(255, (1689 * r + 1465 * g + 739 * b + 2048) >> 12), n)
    count(xyz_y, smallest(255, (871 * r + 2929 * g + 296 * b + 2048) >> 12), n)
    count(xyz_z, smallest(255, (79 * r + 488 * g + 3892 * b + 2048) >> 12), n)

    const lr = light[r] as number
    const lg = light[g] as number
    const lb = light[b] as number
    const fx = root[(1777 * lr + 1541 * lg + 778 * lb + 2048) >> 12] as number
    const fy = root[(871 * lr + 2929 * lg + 296 * lb + 2048) >> 12] as number
    const fz = root[(73 * lr + 448 * lg + 3575 * lb + 2048) >> 12] as number
    count(lab8_l, clamp((296 * fy - 1336934 + 16384) >> 15), n)
    count(lab8_a, clamp((500 * (fx - fy) + 4194304 + 16384) >> 15), n)
    count(lab8_b, clamp((200 * (fy - fz) + 4194304 + 16384) >> 15), n)
  }
  return counts
}

function count(counts: Uint32Array, value: number, times: number): void {
  counts[value] = (counts[value] as number) + times
}

function clamp(value: number): number {
  return value < 0 ? 0 : smallest(255, value)
}

/** Values over 255 in single precision: the hue's rounding at halves hangs on them. */
const unit = Float32Array.from({ length: 256 }, (_, v) => fround(v * fround(1 / 255)))

function hlsHue(r: number, g: number, b: number, max: number, min: number): number {
  if (max === min) return 0
  const per = perSpread[(max << 8) | min] as number
  const hue = max === r ? turned(g, b, per, 0) : max === g ? turned(b, r, per, 120) : turned(r, g, per, 240)
  const half = fround((hue < 0 ? fround(hue + 360) : hue) * 0.5)
  // To the nearest whole number, halves to the even one, of numbers far below 2^51.
  return half + 6_755_399_441_055_744 - 6_755_399_441_055_744
}

function turned(from: number, less: number, per: number, turn: number): number {
  // Multiplied and added in one rounding.
  return fround(fround((unit[from] as number) - (unit[less] as number)) * per + turn)
}

/** 60 degrees over max - min. */
const perSpread = Float32Array.from({ length: 65_536 }, (_, i) =>
  fround(60 / fround((unit[i >> 8] as number) - (unit[i & 255] as number))),
)

const hlsLightness = Uint8Array.from({ length: 65_536 }, (_, i) => {
  const sum = fround((unit[i >> 8] as number) + (unit[i & 255] as number))
  return halfEven(fround(fround(sum * 0.5) * 255))
})

const hlsSaturation = Uint8Array.from({ length: 65_536 }, (_, i) => {
  const max = unit[i >> 8] as number
  const min = unit[i & 255] as number
  const spread = fround(max - min)
  if (spread <= 2 ** -23) return 0
  const sum = fround(max + min)
  return halfEven(fround(fround(spread / (sum < 1 ? sum : fround(2 - sum))) * 255))
})

/** Linear light times 2040, and f of CIELAB times 2^15 of that: OpenCV's tables. */
const light = Uint16Array.from({ length: 256 }, (_, v) => halfEven(2040 * linear(v)))
const root = Uint16Array.from({ length: 3072 }, (_, i) => {
  const t = i / 2040
  return halfEven(32_768 * (t < 216 / 24_389 ? (t * 841) / 108 + 16 / 116 : Math.cbrt(t)))
})
