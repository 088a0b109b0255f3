import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { squareAround, writeLogoCrop } from '../../src/vision/logo-crop.ts'
import { resample } from '../../src/vision/resample.ts'

const side = 6
const [width, height] = [60, 44]
const picture = { width, height, rgb: new Uint8Array(3 * width * height) }
for (let y = 0; y < height; y++) {
  for (let x = 0; x < width; x++) {
    const pixel = [(x * 4) % 256, (y * 5 + x) % 256, Math.floor((x * y) / 3) % 256]
    picture.rgb.set(pixel, 3 * (y * width + x))
  }
}

/** Pixels at rows 0, 2, 5 and columns 0, 3, 5 as training/logonet/crops.py gives them, with OpenCV 4 (INTER_AREA, INTER_LINEAR). */
const fromOpenCv: [number[], number[][]][] = [
  [
    [10, 8, 50, 36],
    [
      ...[
        [57, 45, 35],
        [127, 63, 49],
        [174, 74, 58],
        [38, 95, 53],
        [132, 118, 187],
      ],
      ...[
        [194, 134, 108],
        [47, 198, 124],
        [129, 218, 168],
        [184, 161, 134],
      ],
    ],
  ],
  [
    [2, 2, 12, 9],
    [
      ...[
        [60, 58, 57],
        [72, 61, 57],
        [80, 63, 57],
        [6, 19, 2],
        [30, 25, 9],
      ],
      ...[
        [46, 29, 13],
        [6, 49, 5],
        [30, 55, 24],
        [46, 59, 36],
      ],
    ],
  ],
  [
    [30, 20, 33, 22],
    [
      ...[
        [116, 124, 183],
        [123, 126, 195],
        [128, 127, 202],
        [116, 130, 195],
        [123, 132, 207],
      ],
      ...[
        [128, 133, 215],
        [116, 139, 212],
        [123, 141, 226],
        [128, 142, 234],
      ],
    ],
  ],
  [
    [40, 20, 70, 60],
    [
      ...[
        [138, 132, 182],
        [193, 142, 112],
        [114, 114, 114],
        [138, 210, 146],
        [193, 197, 140],
      ],
      ...[
        [114, 114, 114],
        [114, 114, 114],
        [114, 114, 114],
        [114, 114, 114],
      ],
    ],
  ],
]

test.each(fromOpenCv)(
  'the crop of %j is the one that the network was trained on',
  ([x1 = 0, y1 = 0, x2 = 0, y2 = 0], expected) => {
    const crop = new Float32Array(3 * side * side)

    writeLogoCrop(crop, 0, picture, { box: { x1, y1, x2, y2 }, side })

    const seen = [0, 2, 5].flatMap((row) =>
      [0, 3, 5].map((column) => [0, 1, 2].map((plane) => crop[plane * side * side + row * side + column] as number)),
    )
    const differences = seen.flatMap((pixel, i) => pixel.map((value, j) => Math.abs(value - (expected[i]?.[j] ?? -99))))
    expect(Math.max(...differences)).toBeLessThanOrEqual(1)
  },
)

test('the square around a box holds it, has its centre and is whole px', () => {
  const coordinate = fc.double({ min: 0, max: 500, noNaN: true })
  const length = fc.double({ min: 1, max: 400, noNaN: true })
  fc.assert(
    fc.property(coordinate, coordinate, length, length, (x1, y1, w, h) => {
      const { x, y, width: across, height: down } = squareAround({ x1, y1, x2: x1 + w, y2: y1 + h })

      expect(across).toBe(down)
      expect([x, y, across].every(Number.isInteger)).toBe(true)
      expect(x <= x1 && y <= y1 && x + across >= x1 + w - 1 && y + down >= y1 + h - 1).toBe(true)
      expect(Math.abs(x + across / 2 - (x1 + w / 2))).toBeLessThanOrEqual(1)
    }),
  )
})

test('a plain picture stays plain at every size, and grey outside', () => {
  const part = fc.record({
    x: fc.integer({ min: -30, max: 50 }),
    y: fc.integer({ min: -30, max: 40 }),
    width: fc.integer({ min: 1, max: 80 }),
    height: fc.integer({ min: 1, max: 80 }),
  })
  const plain = { width: 40, height: 30, rgb: new Uint8Array(3600).fill(200) }
  fc.assert(
    fc.property(part, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (from, w, h) => {
      const data = new Float32Array(3 * w * h)

      resample(plain, from, { width: w, height: h }, { data, at: 0, stride: w, plane: w * h })

      // A px on the edge of the picture is made of both.
      expect(data.every((value) => value >= 114 - 1e-3 && value <= 200 + 1e-3)).toBe(true)
      const inside = from.x >= 0 && from.y >= 0 && from.x + from.width <= 40 && from.y + from.height <= 30
      if (inside) expect(data.every((value) => Math.abs(value - 200) < 1e-2)).toBe(true)
    }),
  )
})
