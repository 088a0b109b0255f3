import { expect, test } from '@jest/globals'
import { pyramidOf } from '../../../src/brands/features/pyramid.ts'
import { mayRepeat, repeatsOf } from '../../../src/brands/features/repeats.ts'
import type { Finding, Logo } from '../../../src/brands/recogniser.ts'
import { type Box, iou } from '../../../src/image/box.ts'
import { clutter, drawn, emblem } from './pictures.ts'

const boxAt = (x: number, y: number, scale = 1): Box => ({ x1: x, y1: y, x2: x + 100 * scale, y2: y + 60 * scale })

function logo(box: Box, brand = 'Acme'): Logo {
  return {
    ...{ label: 'wordmark', stage: 'wordmark', brand, score: 0.9, similarity: 1, margin: 0.5 },
    ...{ text: 'Acme', model: 'reader', modelSha256: null, box },
  }
}

/** Three emblems in a row, a smaller one below, and another emblem. */
const shelf = async () =>
  pyramidOf(
    await drawn(
      520,
      400,
      `${clutter(520, 400, 9)}
      ${[20, 180, 340].map((x) => `<g transform="translate(${x} 40)">${emblem(1)}</g>`).join('')}
      <g transform="translate(60 200) scale(0.8)">${emblem(1)}</g>
      <g transform="translate(300 220)">${emblem(2)}</g>`,
    ),
  )

test('what a photo shows twice is found wherever else it shows it, once each, and nothing else is', async () => {
  const known = [logo(boxAt(20, 40)), logo(boxAt(180, 40))]

  const more = repeatsOf(known, await shelf())

  expect(more).toHaveLength(2)
  for (const truth of [boxAt(340, 40), boxAt(60, 200, 0.8)]) {
    expect(Math.max(...more.map(({ box }) => iou(box, truth)))).toBeGreaterThan(0.8)
  }
  for (const one of more) {
    expect(one).toMatchObject({ brand: 'Acme', stage: 'wordmark', text: null })
    expect(one.score).toBeLessThanOrEqual(0.9)
  }
})

test('a region of another brand is left to it', async () => {
  const known = [logo(boxAt(20, 40)), logo(boxAt(180, 40)), logo(boxAt(340, 40), 'Zeta')]

  const more = repeatsOf(known, await shelf())

  expect(more.map(({ box }) => iou(box, boxAt(60, 200, 0.8)) > 0.8)).toEqual([true])
})

test('a logo that was found once is not looked for again, nor is what has no brand', async () => {
  const unknown: Finding[] = [boxAt(20, 40), boxAt(180, 40)].map((box) => ({ ...logo(box), brand: null }))

  for (const known of [[], [logo(boxAt(20, 40))], [logo(boxAt(20, 40)), logo(boxAt(180, 40), 'Zeta')], unknown]) {
    expect(mayRepeat(known)).toBe(false)
    expect(repeatsOf(known, await shelf())).toEqual([])
  }
})

/** A logo of a few large parts, 100 x 60. */
const badge = `<rect width="100" height="60" fill="#fff"/><circle cx="28" cy="30" r="20" fill="#b01"/>
  <path d="M58 12h34v10h-12v28h-10v-28h-12z" fill="#015"/>`

/** Two logos that are known, and more. */
const pair = async (second: string, more: string) =>
  pyramidOf(
    await drawn(
      520,
      240,
      `${clutter(520, 240, 9)}<g transform="translate(20 40)">${badge}</g><g transform="translate(180 40)">${second}</g>${more}`,
    ),
  )
const bothKnown = [logo(boxAt(20, 40)), logo(boxAt(180, 40))]

test('what is partly covered is found where one is known that is like another one, and sure', async () => {
  const covered = `<g transform="translate(340 40)">${badge}<rect x="70" width="30" height="60" fill="#4a6b35"/></g>`

  const ofTwins = repeatsOf(bothKnown, await pair(badge, covered))
  const ofOthers = repeatsOf(bothKnown, await pair(emblem(2), covered))

  const ofUnsure = repeatsOf(
    bothKnown.map((one) => ({ ...one, score: 0.5 })),
    await pair(badge, covered),
  )

  expect(ofTwins.map(({ box }) => iou(box, boxAt(340, 40)) > 0.7)).toEqual([true])
  expect(ofOthers).toEqual([])
  expect(ofUnsure).toEqual([])
})

test('what stands further behind is found at half the size and less', async () => {
  const behind = `<g transform="translate(360 60) scale(0.42)">${badge}</g>`

  const more = repeatsOf(bothKnown, await pair(badge, behind))

  expect(more.map(({ box }) => iou(box, boxAt(360, 60, 0.42)) > 0.8)).toEqual([true])
})
