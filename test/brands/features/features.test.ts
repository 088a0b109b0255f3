import { describe, expect, test } from '@jest/globals'
import { openFeatures } from '../../../src/brands/features/features.ts'
import { describeReference } from '../../../src/brands/features/reference.ts'
import { type Box, iou } from '../../../src/image/box.ts'
import { nothingSeen } from '../../../src/vision/detection.ts'
import { clutter, drawn, emblem } from './pictures.ts'

async function recogniser(...seeds: number[]) {
  const references = await Promise.all(
    seeds.map(async (seed) => {
      const picture = await drawn(300, 180, `<g transform="scale(3)">${emblem(seed)}</g>`)
      const box = { x1: 0, y1: 0, x2: 300, y2: 180 }
      return { brand: `brand ${seed}`, features: await describeReference(picture, box) }
    }),
  )
  return openFeatures(references)
}

const look = async (transform: string, seed = 1, size: [number, number] = [520, 400]) =>
  await drawn(...size, `${clutter(...size, 9)}<g transform="${transform}">${emblem(seed)}</g>`)

describe('a logo is found by its local features', () => {
  const cases: [string, string, Box][] = [
    ['as it is', 'translate(200 150) scale(2)', { x1: 200, y1: 150, x2: 400, y2: 270 }],
    ['small', 'translate(400 100) scale(0.9)', { x1: 400, y1: 100, x2: 490, y2: 154 }],
    ['upside down', 'translate(420 300) rotate(180) scale(1.5)', { x1: 270, y1: 210, x2: 420, y2: 300 }],
    ['slanted', 'translate(150 200) skewX(-20) scale(2)', { x1: 106.3, y1: 200, x2: 350, y2: 320 }],
  ]
  test.each(cases)('%s, with its brand and a box that fits', async (_, transform, box) => {
    const { find } = await recogniser(1, 2, 3)

    const found = await find(await look(transform), nothingSeen)

    expect(found.map(({ brand, stage }) => [brand, stage])).toEqual([['brand 1', 'features']])
    expect(iou(found[0]?.box ?? box, box)).toBeGreaterThan(0.85)
  })

  test('with the box of its ink where the reference is a drawing on a plate', async () => {
    const plate = await drawn(
      400,
      400,
      `<rect width="400" height="400" fill="#fff"/><g transform="translate(50 110) scale(3)">${emblem(1)}</g>`,
    )
    const [box, ink] = [
      { x1: 0, y1: 0, x2: 400, y2: 400 },
      { x1: 50, y1: 110, x2: 350, y2: 290 },
    ]
    const { find } = await openFeatures([{ brand: 'brand 1', features: await describeReference(plate, box, ink) }])

    const [logo] = await find(await look('translate(200 150) scale(2)'), nothingSeen)

    expect(iou(logo?.box ?? box, { x1: 200, y1: 150, x2: 400, y2: 270 })).toBeGreaterThan(0.85)
  })

  test('every time that it is there, and two brands apart', async () => {
    const { find } = await recogniser(1, 2)
    const picture = await drawn(
      640,
      480,
      `${clutter(640, 480, 9)}<g transform="translate(50 60) scale(1.6)">${emblem(1)}</g>
       <g transform="translate(400 60) rotate(20) scale(1.6)">${emblem(1)}</g>
       <g transform="translate(200 300) scale(1.6)">${emblem(2)}</g>`,
    )

    const found = await find(picture, nothingSeen)

    expect(found.map(({ brand }) => brand).sort()).toEqual(['brand 1', 'brand 1', 'brand 2'])
  })

  test('in a picture that was made smaller, with a box of the original', async () => {
    const { find } = await recogniser(1)
    const picture = await look('translate(200 150) scale(2)')
    const shrunk = { ...picture, scale: 0.5, original: { ...picture.original, width: 1040, height: 800 } }

    const [logo] = await find(shrunk, nothingSeen)

    expect(iou(logo?.box ?? { x1: 0, y1: 0, x2: 1, y2: 1 }, { x1: 400, y1: 300, x2: 800, y2: 540 })).toBeGreaterThan(
      0.85,
    )
  })

  test('and nowhere else: not in its mirror image, not in another emblem, not in leaves, not where nothing is', async () => {
    const { find } = await recogniser(1)

    const elsewhere = [
      await look('translate(500 150) scale(-2 2)'),
      await look('translate(200 150) scale(2)', 5),
      await drawn(640, 480, clutter(640, 480, 3)),
      await drawn(640, 480, ''),
      await drawn(1, 1, ''),
      await drawn(700, 3, ''),
    ]

    for (const picture of elsewhere) expect(await find(picture, nothingSeen)).toEqual([])
  })

  test('twice the same picture gives twice the same logos', async () => {
    const picture = await look('translate(200 150) rotate(10) scale(2)')

    const [one, two] = [await recogniser(1, 2), await recogniser(1, 2)]

    expect(await two.find(picture, nothingSeen)).toEqual(await one.find(picture, nothingSeen))
  })
})

test('brands without references are no error, and are not found', async () => {
  const { find } = openFeatures([])

  expect(await find(await look('scale(2)'), nothingSeen)).toEqual([])
})
