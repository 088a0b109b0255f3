import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Element, jsonElements } from '../../src/sources/json-elements.ts'

async function elementsOf(text: string, cuts: readonly number[] = []): Promise<Element[]> {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
  async function* pieces() {
    let from = 0
    for (const place of [...places, text.length]) {
      yield text.slice(from, place)
      from = place
    }
  }
  const found: Element[] = []
  for await (const element of jsonElements(pieces(), 'a.json')) found.push(element)
  return found
}

test('any list comes out entry by entry, wherever the pieces are cut and however it is laid out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      fc.constantFrom(undefined, 2),
      async (list, cuts, indent) => {
        const found = await elementsOf(` ${JSON.stringify(list, null, indent)}\n`, cuts)

        expect(found.map(({ text }) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(list)))
        expect(found.every(({ cut }) => !cut)).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})

test('a list that ends too early gives what is whole, and says that it is cut', async () => {
  const text = JSON.stringify([{ a: '],[' }, { b: '\\"' }, { c: [1, 2] }])
  for (let length = 1; length < text.length; length++) {
    const found = await elementsOf(text.slice(0, length))

    expect(found.at(-1)?.cut).toBe(true)
    const whole = found.slice(0, -1).map((each) => JSON.parse(each.text))
    expect(whole).toEqual(JSON.parse(text).slice(0, whole.length))
  }
})
