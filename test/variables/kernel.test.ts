import { expect, test } from '@jest/globals'
import { kernel, places } from '../../src/variables/kernel/module.ts'
import { keep } from '../../src/variables/kernel/resident.ts'

test('edges are followed to their end, even where the stack has room for one', () => {
  const k = kernel()
  const [width, height] = [62, 30]
  const stride = width + 2
  const size = stride * (height + 2)
  const snakes = new Uint8Array(size)
  for (let y = 1; y <= height; y++) {
    for (let x = 1; x <= width; x++) {
      const turn = y % 4 === 3 ? x === width : y % 4 === 1 && y > 1 ? x === 1 : y % 2 === 0
      if (turn) snakes[y * stride + x] = 1 // one long line of weak pixels, to and fro
    }
  }
  snakes[2 * stride + 5] = 2
  const map = keep(size)
  const count = (room: number) => {
    new Uint8Array(k.memory.buffer).set(snakes, map.at)
    return k.follow(map.at, size, stride, places.stack, room)
  }

  expect(count(4096)).toBe(snakes.filter((state) => state > 0).length)
  expect(count(1)).toBe(count(4096))
})
