import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openKernel } from '../../../src/brands/features/kernel/module.ts'
import type { Box, Size } from '../../../src/image/box.ts'
import { roomIn } from '../../../src/wasm.ts'

const level = 5

function partsOf(plane: Float32Array, { width, height }: Size, filled: number): Box[] {
  const kernel = openKernel()
  const room = roomIn(kernel)
  const [at, runs, out] = [room.take(4 * plane.length), room.take(32 * plane.length), room.take(16 * plane.length)]
  new Float32Array(kernel.memory.buffer, at, plane.length).set(plane)
  const count = kernel.partsOf(at, width, height, level, 2, filled, runs, out)
  return Array.from({ length: count }, (_, i) => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = new Int32Array(kernel.memory.buffer, out + 16 * i, 4)
    return { x1, y1, x2, y2 }
  })
}

/** The same by walking from px to px. */
function partsPlainly(plane: Float32Array, { width, height }: Size, filled: number): Box[] {
  const seen = new Set<number>()
  const boxes: Box[] = []
  for (let start = 0; start < plane.length; start++) {
    if (seen.has(start)) continue
    const part = [start]
    seen.add(start)
    for (const at of part) {
      const x = at % width
      const beside = [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]
      for (const next of beside) {
        if (next < 0 || next >= plane.length || seen.has(next)) continue
        if ((plane[next] as number) > level !== (plane[start] as number) > level) continue
        seen.add(next)
        part.push(next)
      }
    }
    const [xs, ys] = [part.map((at) => at % width), part.map((at) => Math.floor(at / width))]
    const box = { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs) + 1, y2: Math.max(...ys) + 1 }
    const [across, down] = [box.x2 - box.x1, box.y2 - box.y1]
    if (box.x1 === 0 || box.y1 === 0 || box.x2 === width || box.y2 === height) continue
    if (Math.min(across, down) >= 2 && part.length >= filled * across * down) boxes.push(box)
  }
  return boxes
}

test('parts above and below a level are those that walking from px to px finds, whatever the size', () => {
  const pictures = fc
    .record({ width: fc.constantFrom(5, 37, 63, 64, 65, 128, 131), height: fc.integer({ min: 3, max: 14 }) })
    .chain((size) =>
      fc.record({
        size: fc.constant(size),
        filled: fc.constantFrom(0, 0.6),
        plane: fc.array(fc.constantFrom(3, 3, 5, 7), {
          minLength: size.width * size.height,
          maxLength: size.width * size.height,
        }),
      }),
    )
  let parts = 0

  fc.assert(
    fc.property(pictures, ({ size, filled, plane }) => {
      const expected = partsPlainly(Float32Array.from(plane), size, filled)
      parts += expected.length
      expect(partsOf(Float32Array.from(plane), size, filled)).toEqual(expected)
    }),
    { numRuns: 60 },
  )
  expect(parts).toBeGreaterThan(60)
})
