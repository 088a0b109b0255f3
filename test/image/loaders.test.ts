import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import sharp from 'sharp'
import { withDrawings, withImages } from '../../src/image/loaders.ts'

const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
const opens = () =>
  sharp(drawing)
    .metadata()
    .then(
      () => true,
      () => false,
    )

test('a drawing is opened where drawings are, and nowhere else', async () => {
  const [image, inBetween, after] = [await withImages(opens), await withDrawings(opens), await withImages(opens)]

  expect([image, inBetween, after]).toEqual([false, true, false])
})

test('images and drawings that come at once, in any order, never are open at the same time, and all get their turn', async () => {
  const visitor = fc.record({ kind: fc.constantFrom('image', 'drawing'), comes: fc.nat(4), stays: fc.nat(4) })
  await fc.assert(
    fc.asyncProperty(fc.array(visitor, { maxLength: 12 }), async (visitors) => {
      const open = { image: 0, drawing: 0 }
      const met: string[] = []
      const visit = async ({ kind, comes, stays }: (typeof visitors)[number]) => {
        const own = kind === 'image' ? 'image' : 'drawing'
        await sleep(comes)
        await (kind === 'image' ? withImages : withDrawings)(async () => {
          open[own]++
          if (open.image > 0 && open.drawing > 0) met.push(kind)
          await sleep(stays)
          if ((await opens()) !== (kind === 'drawing')) met.push(`${kind} with the other's loaders`)
          open[own]--
        })
      }

      await Promise.all(visitors.map(visit))

      expect(met).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('work that fails gives way, too', async () => {
  await expect(withDrawings(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')

  expect(await withImages(opens)).toBe(false)
})
