import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { blobsOf, pairsOf } from '../../../src/brands/features/blobs.ts'
import { iou } from '../../../src/image/box.ts'
import { drawn } from './pictures.ts'

test('a thing is found by its lightness or by its colour, as often as levels show it', async () => {
  const picture = await drawn(
    120,
    90,
    `<rect width="120" height="90" fill="#808080"/><rect x="10" y="10" width="30" height="20" fill="#fff"/>
     <circle cx="80" cy="50" r="20" fill="#d06a40"/>`,
  )

  const blobs = blobsOf(picture, 10)

  for (const truth of [
    { x1: 10, y1: 10, x2: 40, y2: 30 },
    { x1: 60, y1: 30, x2: 100, y2: 70 },
  ]) {
    const found = blobs.find(({ box }) => iou(box, truth) > 0.9)
    expect(found?.levels).toBeGreaterThanOrEqual(6)
  }
})

test('a ring is a blob, and so is what is inside of it', async () => {
  const picture = await drawn(100, 100, '<circle cx="50" cy="50" r="30" fill="none" stroke="#000" stroke-width="8"/>')

  const boxes = blobsOf(picture, 10).map(({ box }) => box)

  expect(Math.max(...boxes.map((box) => iou(box, { x1: 16, y1: 16, x2: 84, y2: 84 })))).toBeGreaterThan(0.9)
  expect(Math.max(...boxes.map((box) => iou(box, { x1: 24, y1: 24, x2: 76, y2: 76 })))).toBeGreaterThan(0.9)
})

test('what reaches the edge of the picture, specks and blank pictures are no blobs', async () => {
  const edge = await drawn(
    80,
    60,
    '<rect x="50" y="20" width="30" height="20"/><rect x="10" y="10" width="4" height="4"/>',
  )

  expect(blobsOf(edge, 10)).toEqual([])
  expect(blobsOf(await drawn(80, 60, ''), 10)).toEqual([])
})

test('a rectangle anywhere is one blob with exactly its box', () => {
  const side = fc.integer({ min: 8, max: 25 })
  const place = fc.integer({ min: 1, max: 30 })
  fc.assert(
    fc.property(place, place, side, side, (x, y, width, height) => {
      const size = { width: 64, height: 64 }
      const rgb = new Uint8Array(3 * size.width * size.height).fill(255)
      for (let row = y; row < y + height; row++)
        rgb.fill(0, 3 * (row * size.width + x), 3 * (row * size.width + x + width))

      expect(blobsOf({ rgb, ...size }, 10).map(({ box }) => box)).toEqual([
        { x1: x, y1: y, x2: x + width, y2: y + height },
      ])
    }),
  )
})

describe('pairs', () => {
  const disc = { box: { x1: 10, y1: 10, x2: 50, y2: 50 }, levels: 9 }

  test('a symbol and the name below it are proposed as one thing, as plain as the fainter of them', () => {
    const name = { box: { x1: 8, y1: 54, x2: 52, y2: 66 }, levels: 4 }

    expect(pairsOf([disc, name])).toEqual([{ box: { x1: 8, y1: 10, x2: 52, y2: 66 }, levels: 4 }])
  })

  test('what is far away, much smaller, or lies on it, makes no pair with it', () => {
    const far = { box: { x1: 200, y1: 10, x2: 240, y2: 50 }, levels: 9 }
    const dot = { box: { x1: 52, y1: 10, x2: 62, y2: 20 }, levels: 9 }
    const over = { box: { x1: 30, y1: 10, x2: 70, y2: 50 }, levels: 9 }

    for (const other of [far, dot, over]) expect(pairsOf([disc, other])).toEqual([])
  })
})
