import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openKernel } from '../../../src/brands/features/kernel/module.ts'
import type { Plane } from '../../../src/brands/features/pyramid.ts'
import type { Size } from '../../../src/image/box.ts'
import { roomIn } from '../../../src/wasm.ts'

function enlarged({ grey, width, height }: Plane, { width: across, height: down }: Size): Float32Array {
  const kernel = openKernel()
  const room = roomIn(kernel)
  const [from, to] = [room.take(4 * width * height), room.take(4 * across * down)]
  const scratch = room.take(4 * (width + 2 * across + 32))
  new Float32Array(kernel.memory.buffer, from, grey.length).set(grey)
  kernel.enlarge(from, width, height, to, across, down, scratch)
  return new Float32Array(kernel.memory.buffer, to, across * down).slice()
}

/** Where the centre of each px lies among so many fewer. */
function places(count: number, fewer: number): number[] {
  return Array.from({ length: count }, (_, i) => ((i + 0.5) * fewer) / count - 0.5)
}

/** What the kernel does, one px after the other. */
function enlargedPlainly({ grey, width, height }: Plane, size: Size): number[] {
  const at = (x: number, y: number) =>
    grey[Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))] as number
  const xs = places(size.width, width)
  return places(size.height, height).flatMap((y) =>
    xs.map((x) => {
      const [left, top] = [Math.floor(x), Math.floor(y)]
      const upper = at(left, top) * (left + 1 - x) + at(left + 1, top) * (x - left)
      const lower = at(left, top + 1) * (left + 1 - x) + at(left + 1, top + 1) * (x - left)
      return upper * (top + 1 - y) + lower * (y - top)
    }),
  )
}

const sizes = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 20 }) })
  .chain((small) =>
    fc.record({
      small: fc.constant(small),
      large: fc.record({
        width: fc.integer({ min: small.width, max: 2 * small.width }),
        height: fc.integer({ min: small.height, max: 2 * small.height }),
      }),
    }),
  )

test('a plane made larger is bilinear, with centres of px at half px, and edges are repeated', () => {
  const planes = sizes.chain(({ small, large }) =>
    fc.record({
      small: fc.constant(small),
      large: fc.constant(large),
      levels: fc.array(fc.integer({ min: 0, max: 255 }), {
        minLength: small.width * small.height,
        maxLength: small.width * small.height,
      }),
    }),
  )

  fc.assert(
    fc.property(planes, ({ small, large, levels }) => {
      const plane = { ...small, grey: Float32Array.from(levels) }

      const shown = enlarged(plane, large)

      for (const [i, level] of enlargedPlainly(plane, large).entries()) expect(shown[i]).toBeCloseTo(level, 3)
    }),
    { numRuns: 100 },
  )
})

test('what is even stays even, and a slope stays a slope, but at the edges', () => {
  const slope = { across: 2, down: -3 }
  const valueAt = (x: number, y: number) => 100 + slope.across * x + slope.down * y
  fc.assert(
    fc.property(sizes, ({ small, large }) => {
      const { width, height } = small
      const even = { ...small, grey: new Float32Array(width * height).fill(90) }
      const sloping = {
        ...small,
        grey: Float32Array.from({ length: width * height }, (_, i) => valueAt(i % width, Math.floor(i / width))),
      }

      const [plain, steep] = [enlarged(even, large), enlarged(sloping, large)]

      for (const level of plain) expect(level).toBeCloseTo(90, 3)
      const [xs, ys] = [places(large.width, width), places(large.height, height)]
      for (const [i, level] of steep.entries()) {
        const [x, y] = [xs[i % large.width] as number, ys[Math.floor(i / large.width)] as number]
        if (x >= 0 && x <= width - 1 && y >= 0 && y <= height - 1) expect(level).toBeCloseTo(valueAt(x, y), 3)
      }
    }),
    { numRuns: 100 },
  )
})
