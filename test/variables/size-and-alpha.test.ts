import { expect, test } from '@jest/globals'
import sharp from 'sharp'
import { decode } from '../../src/image/decode.ts'
import { measure } from '../../src/variables/measure.ts'
import { byNameOnly, chosenVariables } from '../../src/variables/registry/choose.ts'
import { familyVariables } from '../../src/variables/registry/families.ts'
import { asStored, drawn, scene } from '../image/pictures.ts'

const everything = new Set(chosenVariables(['all', ...byNameOnly]))

test('twice the size keeps what depends on colours, balance and symmetry alone, and the place of what is salient', async () => {
  const small = scene(150, 140, 8)
  const large = drawn(300, 280, (x, y) => {
    const at = 3 * ((y >> 1) * 150 + (x >> 1))
    return [small.rgb[at] ?? 0, small.rgb[at + 1] ?? 0, small.rgb[at + 2] ?? 0]
  })
  const families = [
    'contrast',
    'hue',
    'colour_names',
    'dominant',
    'channels',
    'palette',
    'symmetry',
    'cielab',
    'colourfulness_emd',
  ]
  // Counted by pixels, or of samples.
  const others = ['distinct_colours', 'contrast_saturation_sd', 'colourfulness_lab']
  const kept = familyVariables
    .filter(({ name, family }) => families.includes(family) && !others.includes(name))
    .map(({ name }) => name)

  const [before, after] = [await measure(small, everything), await measure(large, everything)]

  for (const name of [...kept, 'colour_balance_horizontal', 'colour_balance_vertical']) {
    const [one, two] = [before[name], after[name]]
    if (typeof one !== 'number') expect([name, two]).toEqual([name, one])
    else expect([name, Math.abs(Number(two) - one) <= 1e-6 * Math.max(1, Math.abs(one))]).toEqual([name, true])
  }
  expect(Number(after.saliency_x)).toBeCloseTo(Number(before.saliency_x), 1)
  expect(Number(after.saliency_y)).toBeCloseTo(Number(before.saliency_y), 1)
})

test('what is transparent is white, whatever colour lies under it', async () => {
  const [width, height] = [60, 40]
  const hidden = (seed: number) =>
    Uint8Array.from({ length: 4 * width * height }, (_, i) => {
      const pixel = i >> 2
      const seen = pixel % width < 25
      return i % 4 === 3 ? (seen ? 255 : 0) : seen ? (7 * pixel + 40 * (i % 4)) % 256 : (pixel * seed + i) % 256
    })
  const measured = async (rgba: Uint8Array) => {
    const png = await sharp(rgba, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer()
    return measure(await decode(png, asStored), everything)
  }
  const white = hidden(3).map((value, i) => ((i >> 2) % width < 25 ? value : 255))

  const [one, other, flat] = [await measured(hidden(3)), await measured(hidden(11)), await measured(white)]

  expect(one).toEqual(other)
  expect(one).toEqual(flat)
})
