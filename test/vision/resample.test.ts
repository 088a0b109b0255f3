import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { resample } from '../../src/vision/resample.ts'

const side = fc.integer({ min: 1, max: 23 })
const picture = fc
  .record({ width: side, height: side })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: 3 * width * height, maxLength: 3 * width * height })
      .map((rgb) => ({ width, height, rgb })),
  )
const part = fc.record({
  x: fc.integer({ min: -9, max: 20 }),
  y: fc.integer({ min: -9, max: 20 }),
  width: fc.integer({ min: 1, max: 40 }),
  height: fc.integer({ min: 1, max: 40 }),
})

test('each px is the mean of what it covers, or bilinear where the part is enlarged', () => {
  fc.assert(
    fc.property(picture, part, side, side, (from, { x, y, width: across, height: down }, width, height) => {
      const data = new Float32Array(3 * width * height)

      resample(
        from,
        { x, y, width: across, height: down },
        { width, height },
        {
          data,
          at: 0,
          stride: width,
          plane: width * height,
        },
      )

      const level = (column: number, row: number, channel: number) => {
        const [px, py] = [x + Math.min(across - 1, Math.max(0, column)), y + Math.min(down - 1, Math.max(0, row))]
        const inside = px >= 0 && py >= 0 && px < from.width && py < from.height
        return inside ? (from.rgb[3 * (py * from.width + px) + channel] as number) : 114
      }
      let worst = 0
      for (let i = 0; i < data.length; i++) {
        const [channel, at] = [Math.floor(i / (width * height)), i % (width * height)]
        const [row, column] = [Math.floor(at / width), at % width]
        let expected = 0
        for (const vertical of covered(row, down / height)) {
          for (const horizontal of covered(column, across / width)) {
            expected += vertical.share * horizontal.share * level(horizontal.px, vertical.px, channel)
          }
        }
        worst = Math.max(worst, Math.abs((data[i] as number) - expected))
      }
      expect(worst).toBeLessThan(1e-2)
    }),
  )
})

/** What px `i` of the target covers: px of the part, and the share that each has in it. */
function covered(i: number, scale: number): { px: number; share: number }[] {
  const size = Math.max(1, scale)
  const start = (i + 0.5) * scale - size / 2
  const found: { px: number; share: number }[] = []
  for (let px = Math.floor(start); px < start + size; px++) {
    found.push({ px, share: (Math.min(start + size, px + 1) - Math.max(start, px)) / size })
  }
  return found
}
