import { channelCountsOf } from './kernel/colour-walks.ts'
import type { Palette } from './kernel/palette.ts'
import { linear } from './lab.ts'
import { halfEven } from './rounding.ts'

/** Twelve channels of 8 bits, in the order of the kernel. */
export const channels = [
  ...(['red', 'green', 'blue', 'hls_h', 'hls_l', 'hls_s'] as const),
  ...(['xyz_x', 'xyz_y', 'xyz_z', 'lab8_l', 'lab8_a', 'lab8_b'] as const),
] as const
export type Channel = (typeof channels)[number]

/**
 * How often each 8-bit value occurs in RGB, HLS, XYZ and CIELAB as OpenCV's RGB2HLS, RGB2XYZ and RGB2Lab give them for
 * 8-bit pictures: hue in half degrees, XYZ of the sRGB values as they are (not made linear), L* times 2.55, a* and b* plus 128.
 */
export function channelCounts(palette: Palette): Record<Channel, Uint32Array> {
  const counts = channelCountsOf(palette, { light, root })
  return Object.fromEntries(channels.map((name, i) => [name, counts[i]])) as Record<Channel, Uint32Array>
}

/** Linear light times 2040, and f of CIELAB times 2^15 of that: OpenCV's tables. */
const light = Uint16Array.from({ length: 256 }, (_, v) => halfEven(2040 * linear(v)))
const root = Uint16Array.from({ length: 3072 }, (_, i) => {
  const t = i / 2040
  return halfEven(32_768 * (t < 216 / 24_389 ? (t * 841) / 108 + 16 / 116 : Math.cbrt(t)))
})
