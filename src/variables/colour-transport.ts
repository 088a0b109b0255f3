import { cellSumsOf } from './kernel/colour-walks.ts'
import type { Row } from './registry/index.ts'
import { leastTransport } from './transport.ts'
import type { View } from './view.ts'

const side = 4
const bins = side ** 3

/**
 * Colourfulness of Datta et al. (2006) as Athec: 128 less the earth mover's distance between the pixels in 4 x 4 x 4 bins of
 * RGB and as many in each bin; the way from bin to bin is that between their middles in CIELUV of 8 bits.
 */
export function colourTransportVariables({ palette, pixels }: View): Row {
  const sums = cellSumsOf(palette)
  const counts = new Float64Array(bins)
  for (let cell = 0; cell < 4096; cell++) {
    const bin = 16 * (cell >> 10) + 4 * ((cell >> 6) & 3) + ((cell >> 2) & 3)
    counts[bin] = (counts[bin] as number) + (sums[4 * cell + 3] as number)
  }
  // In 64ths of a pixel. What a bin has and should have stays where it is: no detour is shorter.
  const surplus = Array.from(counts, (count) => bins * count - pixels)
  const from = surplus.flatMap((mass, bin) => (mass > 0 ? [bin] : []))
  const to = surplus.flatMap((mass, bin) => (mass < 0 ? [bin] : []))
  const cost = Float64Array.from({ length: from.length * to.length }, (_, i) =>
    distance(from[Math.floor(i / to.length)] as number, to[i % to.length] as number),
  )
  const moved = leastTransport(
    from.map((bin) => surplus[bin] as number),
    to.map((bin) => -(surplus[bin] as number)),
    cost,
  )
  return { colourfulness_emd: 128 - moved / (bins * pixels) }
}

function distance(one: number, other: number): number {
  const [l, u, v] = [0, 1, 2].map((i) => (middles[3 * one + i] as number) - (middles[3 * other + i] as number))
  return Math.hypot(l as number, u as number, v as number)
}

/** CIELUV of the bins' middles, red's levels first, as OpenCV's RGB2Luv of 8 bits has it: its tables are up to one off the formula. */
const middles = Uint8Array.of(
  ...[31, 96, 136, 41, 94, 97, 59, 92, 60, 79, 90, 24],
  ...[90, 77, 171, 94, 79, 131, 101, 81, 79, 113, 82, 33],
  ...[146, 60, 200, 148, 62, 174, 152, 65, 127, 159, 68, 73],
  ...[199, 45, 227, 200, 46, 208, 203, 49, 172, 207, 52, 123],
  ...[57, 127, 145, 63, 115, 104, 75, 105, 61, 91, 99, 23],
  ...[100, 98, 172, 103, 96, 136, 110, 94, 85, 120, 91, 37],
  ...[152, 73, 201, 153, 74, 175, 157, 75, 130, 163, 76, 77],
  ...[202, 54, 227, 204, 55, 209, 206, 57, 173, 210, 59, 125],
  ...[89, 164, 156, 93, 150, 121, 101, 132, 73, 112, 119, 29],
  ...[119, 133, 176, 122, 128, 145, 127, 119, 97, 135, 110, 47],
  ...[163, 100, 201, 164, 99, 179, 168, 96, 136, 173, 94, 85],
  ...[210, 73, 226, 211, 73, 210, 213, 74, 176, 217, 74, 130],
  ...[123, 200, 166, 125, 187, 139, 130, 168, 94, 138, 148, 46],
  ...[143, 172, 181, 145, 165, 156, 149, 152, 113, 156, 139, 63],
  ...[179, 135, 203, 180, 132, 183, 183, 126, 145, 188, 120, 96],
  ...[221, 101, 227, 221, 100, 212, 224, 99, 180, 227, 96, 136],
)
