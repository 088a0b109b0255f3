/** CIELAB as Overgoor et al. (2022) reckon it: linear light by the curve of BT.709 instead of sRGB's. */

/** What a channel's 256 values add to X, Y or Z over the white's: `videoPart(row, channel)[value]`. */
export function videoPart(row: 0 | 1 | 2, channel: 0 | 1 | 2): Float64Array {
  return light.map((value) => value * rows[row][channel])
}

const light = Float64Array.from({ length: 256 }, (_, v) => {
  const u = v / 255
  const curved = ((u + 0.099) / 1.099) ** (1 / 0.45)
  return curved < 0.018 ? u / 4.5138 : curved
})

const rows = xyzRows()

/** The inverse of the matrix from XYZ to BT.709's RGB, rows over the white. */
function xyzRows(): [Three, Three, Three] {
  const [a, b, c, d, e, g, h, i, j] = [
    3.240479, -1.53715, -0.498535, -0.969256, 1.875992, 0.041556, 0.055648, -0.204043, 1.057311,
  ] as const
  const det = a * (e * j - g * i) - b * (d * j - g * h) + c * (d * i - e * h)
  const row = (p: number, q: number, r: number, white: number): Three => [
    p / det / white,
    q / det / white,
    r / det / white,
  ]
  return [
    row(e * j - g * i, c * i - b * j, b * g - c * e, 0.950456),
    row(g * h - d * j, a * j - c * h, c * d - a * g, 1),
    row(d * i - e * h, b * h - a * i, a * e - b * d, 1.088754),
  ]
}

type Three = readonly [number, number, number]
