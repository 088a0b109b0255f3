import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cropInto } from '../../src/vision/text-crop.ts'
import {
  convexHull,
  corners,
  grow,
  halfTurn,
  inReadingDirection,
  smallestRectangle,
} from '../../src/vision/text-rectangle.ts'
import { textRegions } from '../../src/vision/text-regions.ts'

const point = fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) })
const rectangle = fc
  .record({
    centre: point,
    degrees: fc.integer({ min: 0, max: 359 }),
    width: fc.integer({ min: 10, max: 90 }),
    height: fc.integer({ min: 2, max: 9 }),
  })
  .map(({ centre, degrees, width, height }) => {
    const angle = (degrees * Math.PI) / 180
    return { centre, along: { x: Math.cos(angle), y: Math.sin(angle) }, width, height }
  })

describe('rectangles', () => {
  test('the smallest rectangle holds every point, and is no larger than the upright one', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), (points) => {
        const found = smallestRectangle(points)
        if (!found) throw new Error('no rectangle')
        for (const { x, y } of points) {
          const dx = x - found.centre.x
          const dy = y - found.centre.y
          expect(Math.abs(dx * found.along.x + dy * found.along.y)).toBeLessThanOrEqual(found.width / 2 + 1e-6)
          expect(Math.abs(dy * found.along.x - dx * found.along.y)).toBeLessThanOrEqual(found.height / 2 + 1e-6)
        }
        const span = (values: number[]) => Math.max(...values) - Math.min(...values)
        const upright = span(points.map((p) => p.x)) * span(points.map((p) => p.y))
        expect(found.width * found.height).toBeLessThanOrEqual(upright + 1e-6)
      }),
    )
  })

  test('a rectangle is found again from its corners, at any angle', () => {
    fc.assert(
      fc.property(rectangle, (given) => {
        const found = smallestRectangle(corners(given))
        const sides = [found?.width ?? 0, found?.height ?? 0].sort((a, b) => a - b)
        expect(sides[0]).toBeCloseTo(given.height, 4)
        expect(sides[1]).toBeCloseTo(given.width, 4)
        expect(found?.centre.x).toBeCloseTo(given.centre.x, 4)
        expect(found?.centre.y).toBeCloseTo(given.centre.y, 4)
      }),
    )
  })

  test('the reading direction is level or downwards, whatever side was called the first', () => {
    fc.assert(
      fc.property(rectangle, (given) => {
        const { along, width, height } = inReadingDirection(given)
        expect(Math.abs(along.y) <= along.x + 1e-6 || along.y > 0).toBe(true)
        expect(height).toBeLessThan(1.5 * width)
      }),
    )
  })

  test('corners run clockwise, and two half turns are none', () => {
    fc.assert(
      fc.property(rectangle, (given) => {
        const [a, b, c] = corners(given)
        expect((b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)).toBeGreaterThan(0)
        expect(halfTurn(halfTurn(given))).toEqual(given)
        expect(grow(given, 3).width).toBe(given.width + 6)
      }),
    )
  })

  test('points on one line have a hull of their two ends', () => {
    const points = [0, 1, 2, 3].map((i) => ({ x: i, y: 2 * i }))

    expect(convexHull(points)).toEqual([
      { x: 0, y: 0 },
      { x: 3, y: 6 },
    ])
  })
})

describe('regions of a map', () => {
  const options = { threshold: 0.3, meanThreshold: 0.65, unclip: 1.6, shortest: 2 }

  test('two blocks are two regions, each grown on every side', () => {
    const map = { probability: new Float32Array(60 * 20), width: 60, height: 20 }
    for (let y = 5; y < 10; y++) for (let x = 5; x < 25; x++) map.probability[y * 60 + x] = 0.9
    for (let y = 5; y < 10; y++) for (let x = 40; x < 55; x++) map.probability[y * 60 + x] = 0.9

    const regions = textRegions(map, options)

    expect(regions).toHaveLength(2)
    const [left] = regions
    const distance = (1.6 * 20 * 5) / (2 * 25)
    expect(left?.rectangle.centre).toEqual({ x: 15, y: 7.5 })
    expect(left?.rectangle.width).toBeCloseTo(20 + 2 * distance)
    expect(left?.rectangle.height).toBeCloseTo(5 + 2 * distance)
    expect(left?.score).toBeCloseTo(0.9)
  })

  test('a faint or tiny region is none', () => {
    const map = { probability: new Float32Array(400), width: 20, height: 20 }
    for (let x = 2; x < 18; x++) map.probability[10 * 20 + x] = 0.99
    for (let y = 13; y < 18; y++) for (let x = 2; x < 18; x++) map.probability[y * 20 + x] = 0.4

    expect(textRegions(map, options)).toEqual([])
  })
})

describe('crops', () => {
  const rgb = new Uint8Array(3 * 8 * 4)
  for (let y = 0; y < 4; y++) for (let x = 0; x < 8; x++) rgb.set([x * 30, y * 60, 7], 3 * (8 * y + x))
  const picture = { rgb, width: 8, height: 4 }
  const whole = { centre: { x: 4, y: 2 }, along: { x: 1, y: 0 }, width: 8, height: 4 }

  test('an upright crop at its own size is the picture, blue first', () => {
    const planes = new Float32Array(3 * 32)

    cropInto(planes, picture, whole, { width: 8, height: 4, stride: 8 })

    expect(planes[8 * 2 + 3]).toBeCloseTo(7 / 127.5 - 1)
    expect(planes[32 + 8 * 2 + 3]).toBeCloseTo(120 / 127.5 - 1)
    expect(planes[64 + 8 * 2 + 3]).toBeCloseTo(90 / 127.5 - 1)
  })

  test('a half turn reads the same pixels backwards', () => {
    const upright = new Float32Array(3 * 32)
    const turned = new Float32Array(3 * 32)

    cropInto(upright, picture, whole, { width: 8, height: 4, stride: 8 })
    cropInto(turned, picture, halfTurn(whole), { width: 8, height: 4, stride: 8 })

    const red = (planes: Float32Array) => [...planes.slice(64, 96)].map((value) => Math.round(127.5 * (value + 1)))
    expect(red(turned)).toEqual(red(upright).reverse())
  })
})
