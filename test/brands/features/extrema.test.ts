import { expect, test } from '@jest/globals'
import { openKernel } from '../../../src/brands/features/kernel/module.ts'
import { roomIn } from '../../../src/wasm.ts'

const [width, height, layers] = [40, 32, 3]

/** Places found in planes of which the value at x, y, layer is known. */
function placesIn(valueAt: (x: number, y: number, layer: number) => number, contrast: number) {
  const kernel = openKernel()
  const room = roomIn(kernel)
  const plane = 2 * width * height + 64
  const [planes, out] = [room.take(plane * (layers + 2)), room.take(16 * 100)]
  for (let layer = 0; layer < layers + 2; layer++) {
    const values = new Int16Array(kernel.memory.buffer, planes + layer * plane, width * height)
    values.set(values.map((_, i) => Math.round(valueAt(i % width, Math.floor(i / width), layer))))
  }
  const count = kernel.detect(planes, plane, width, height, layers, contrast, 10, out, 100)
  return Array.from({ length: count }, (_, i) => {
    const [x = 0, y = 0, layer = 0, response = 0] = new Float32Array(kernel.memory.buffer, out + 16 * i, 4)
    return { x, y, layer, response }
  })
}

/** Something round, bright or dark. */
const bump = (cx: number, cy: number, height: number) => (x: number, y: number, layer: number) =>
  height * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 18 - (layer - 2) ** 2 / 2)

test.each([
  ['on a px', 20, 15],
  ['between two that are equal, side by side', 20.5, 15],
  ['between two that are equal, one above the other', 20, 15.5],
  ['near the end of a row of eight', 28.2, 15.7],
])('what stands out %s is one place, bright or dark', (_, x, y) => {
  for (const height of [2000, -2000]) {
    const found = placesIn(bump(x, y, height), 300)

    expect(found.length).toBe(1)
    const [place] = found
    expect(Math.abs((place?.x ?? 0) - x)).toBeLessThan(0.1)
    expect(Math.abs((place?.y ?? 0) - y)).toBeLessThan(0.1)
    expect(Math.abs((place?.layer ?? 0) - 2)).toBeLessThan(0.1)
    expect(Math.abs((place?.response ?? 0) / 2000 - 1)).toBeLessThan(0.1)
  }
})

test('what is too faint, an edge or even is no place', () => {
  expect(placesIn(bump(20, 15, 250), 300)).toEqual([])
  expect(placesIn((x, _, layer) => 2000 * Math.exp(-((x - 20) ** 2) / 18 - (layer - 2) ** 2 / 2), 300)).toEqual([])
  expect(placesIn(() => 2000, 300)).toEqual([])
})
