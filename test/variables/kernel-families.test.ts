import { beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { channelCounts } from '../../src/variables/colour-spaces.ts'
import { blurred } from '../../src/variables/kernel/blur.ts'
import { colourfulnessSums, hsvCountsOf } from '../../src/variables/kernel/colour-walks.ts'
import { detailOf, haarDetails, laplacianSumOf } from '../../src/variables/kernel/detail.ts'
import { figureSumsOf, mirroredDistances } from '../../src/variables/kernel/mirror.ts'
import { numbersOf, paletteOf } from '../../src/variables/kernel/palette.ts'
import { histogramOf, hsvOf, matlabGreysOf } from '../../src/variables/kernel/planes.ts'
import { brightRegionsOf } from '../../src/variables/kernel/regions.ts'
import { bytesOf, forget } from '../../src/variables/kernel/resident.ts'
import { byteSums, enlarged } from '../../src/variables/kernel/saliency.ts'
import { scan } from '../../src/variables/kernel/scan.ts'
import { scene } from '../image/pictures.ts'
import { plainChannels } from './plain-channels.ts'
import * as plain from './plain-families.ts'

beforeEach(forget)

/** Sizes around the 8 and 16 pixels that the kernel takes in one step. */
const size = fc.record({
  width: fc.oneof(fc.integer({ min: 1, max: 36 }), fc.constantFrom(47, 48, 49, 64, 65)),
  height: fc.integer({ min: 1, max: 26 }),
  seed: fc.integer({ min: 0, max: 999 }),
})

function forAll(check: (picture: ReturnType<typeof scene>) => void, numRuns = 25): void {
  fc.assert(
    fc.property(size, ({ width, height, seed }) => {
      forget()
      check(scene(width, height, seed))
    }),
    { numRuns },
  )
}

/** Grey levels, as a picture's first look leaves them. */
const greyOf = (picture: ReturnType<typeof scene>) => bytesOf(scan(picture.rgb, picture).grey).slice()
const rgbAt = (rgb: Uint8Array, i: number) => [...rgb.subarray(3 * i, 3 * i + 3)] as [number, number, number]
const planesOf = (rgb: Uint8Array) => {
  const { hue, saturation, value } = hsvOf(rgb)
  return [bytesOf(hue), bytesOf(saturation), bytesOf(value)] as const
}
/** From the middle on. */
const gaussian47 = () => {
  const raw = Array.from({ length: 24 }, (_, d) => Math.exp((-0.5 * d * d) / (34 / 6) ** 2))
  const sum = raw.reduce((total, weight, d) => total + (d === 0 ? 1 : 2) * weight, 0)
  return Float64Array.from(raw, (weight) => weight / sum)
}
const near = (value: number, expected: number) => Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected))

describe('the kernel gives what the definitions give, whatever the size', () => {
  test('planes: grey, HSV, histogram', () => {
    forAll((picture) => {
      const { rgb, width, height } = picture
      const pixels = Array.from({ length: width * height }, (_, i) => rgbAt(rgb, i))
      const grey = greyOf(picture)
      const [hue, saturation, value] = planesOf(rgb)

      expect(pixels.map((_, i) => [hue[i], saturation[i], value[i]])).toEqual(pixels.map((p) => plain.plainHsv(...p)))
      expect([...grey]).toEqual(pixels.map(([r, g, b]) => (9798 * r + 19235 * g + 3735 * b + 16384) >> 15))
      expect([...histogramOf(grey)]).toEqual(Array.from({ length: 256 }, (_, v) => grey.filter((g) => g === v).length))
    })
  })

  test('HSV of every pair of maximum and spread', () => {
    const rgb = new Uint8Array(3 * 256 * 256)
    for (let i = 0; i < 65_536; i++)
      rgb.set([i >> 8, Math.min(i >> 8, i & 255), Math.min(i >> 8, (i * 7) & 255)], 3 * i)
    const [hue, saturation, value] = planesOf(rgb)

    const wrong = Array.from({ length: 65_536 }, (_, i) => i).filter((i) => {
      const [h, s, v] = plain.plainHsv(...rgbAt(rgb, i))
      return hue[i] !== h || saturation[i] !== s || value[i] !== v
    })

    expect(wrong).toEqual([])
  })

  test('the palette: every colour once, with its pixels', () => {
    forAll(({ rgb, width, height }) => {
      const counts = new Map<number, number>()
      for (let i = 0; i < width * height; i++) {
        const [r, g, b] = rgbAt(rgb, i)
        const colour = (r << 16) | (g << 8) | b
        counts.set(colour, (counts.get(colour) ?? 0) + 1)
      }
      const { colours, counts: times } = numbersOf(paletteOf(rgb))

      expect(new Map([...colours].map((colour, i) => [colour, times[i]]))).toEqual(counts)
      expect(colours.length).toBe(counts.size)
    })
  })

  test('channels of every colour space, and colourfulness, over the palette', () => {
    forAll(({ rgb, width, height }) => {
      const palette = paletteOf(rgb)
      const pixels = Array.from({ length: width * height }, (_, i) => rgbAt(rgb, i))
      const histogram = (values: number[], size = 256) =>
        Array.from({ length: size }, (_, value) => values.filter((one) => one === value).length)
      const hsv = hsvCountsOf(palette)
      const plainHsv = pixels.map((p) => plain.plainHsv(...p))
      const seen = plainHsv.filter(([, s, v]) => s >= 51 && v >= 39 && v <= 242)
      const spaces = pixels.map((p) => plainChannels(...p))
      const sums = colourfulnessSums(palette)

      for (const [i, counts] of [hsv.hue, hsv.saturation, hsv.value].entries()) {
        expect([...counts]).toEqual(histogram(plainHsv.map((values) => values[i] ?? -1)))
      }
      const bins = seen.map(([h]) => Math.floor(h / 9))
      expect([...hsv.hueBins]).toEqual(histogram(bins, 20))
      for (const [i, counts] of Object.values(channelCounts(palette)).entries()) {
        expect([...counts]).toEqual(histogram(spaces.map((values) => values[i] ?? -1)))
      }
      expect(sums.rg).toBe(pixels.reduce((sum, [r, g]) => sum + Math.abs(r - g), 0))
      expect(sums.ybyb).toBe(pixels.reduce((sum, [r, g, b]) => sum + (r + g - 2 * b) ** 2, 0))
    })
  })

  test('blur, local variation, Laplacians, noise, Haar wavelet', () => {
    forAll((picture) => {
      const { width, height } = picture
      const grey = greyOf(picture)
      const whole = { x1: 0, y1: 0, x2: width, y2: height }
      const detail = detailOf(grey, width, height)
      const variation = [...plain.plainVariation(grey, picture)]
      const mean = variation.reduce((a, b) => a + b, 0) / variation.length
      const sd = Math.sqrt(variation.reduce((sum, v) => sum + (v - mean) ** 2, 0) / variation.length)

      expect(near(detail.variationSd(whole), sd)).toBe(true)
      expect(near(detail.laplacianSd(whole), plain.plainLaplacianSd(grey, picture))).toBe(true)
      expect(detail.noiseSum()).toBe(plain.plainNoiseSum(grey, picture))
      expect(haarDetails(grey, width, [whole])).toEqual([plain.plainHaar(grey, picture)])
      expect([...bytesOf(blurred(grey, picture))]).toEqual([...plain.plainBlur(grey, picture)])
    })
  })

  test('the two greys of MATLAB code, and their Laplacians', () => {
    forAll((picture) => {
      const { rgb, width, height } = picture
      const pixels = Array.from({ length: width * height }, (_, i) => rgbAt(rgb, i))
      const products = pixels.map(([r, g, b]) =>
        [0.299 * r, 0.587 * g, 0.114 * b].reduce((sum, product) => sum + Math.floor(product + 0.5), 0),
      )
      const rounded = pixels.map(([r, g, b]) => Math.floor(0.298936 * r + 0.587043 * g + 0.114021 * b + 0.5))

      const found = matlabGreysOf(rgb)
      expect([...bytesOf(found.products)]).toEqual(products)
      expect([...bytesOf(found.rounded)]).toEqual(rounded)
      for (const levels of [products, rounded].map((values) => Uint8Array.from(values))) {
        expect(laplacianSumOf(levels, picture)).toBe(plain.plainLaplacianSum(levels, picture))
      }
    })
  })

  test('bright regions', () => {
    const weights = gaussian47()
    forAll((picture) => {
      for (const area of [0, 3]) {
        const found = brightRegionsOf(picture.rgb, picture, { weights, area })
        expect(found).toBe(plain.plainBrightRegions(picture.rgb, picture, { weights, area }))
      }
    }, 12)
  })

  test('bright regions on even grounds: a far pixel that is one level off decides', () => {
    const weights = gaussian47()
    const size = { width: 101, height: 76 }
    const ground = fc.record({
      level: fc.integer({ min: 1, max: 254 }),
      rise: fc.constantFrom(0, 0, 16, 50),
      specks: fc.array(fc.tuple(fc.nat({ max: 100 * 75 }), fc.constantFrom(-1, 1)), { maxLength: 4 }),
    })
    const check = fc.property(ground, ({ level, rise, specks }) => {
      const rgb = new Uint8Array(3 * size.width * size.height)
      const grey = (i: number) => Math.min(254, level + (rise && Math.floor((i % size.width) / rise)))
      for (let i = 0; i < rgb.length / 3; i++) rgb.fill(grey(i), 3 * i, 3 * i + 3)
      for (const [i, more] of specks) rgb.fill(grey(i) + more, 3 * i, 3 * i + 3)
      forget()
      for (const area of [0, 50, 500]) {
        const found = brightRegionsOf(rgb, size, { weights, area })
        expect(found).toBe(plain.plainBrightRegions(rgb, size, { weights, area }))
      }
    })
    fc.assert(check, { numRuns: 12 })
  })

  test('mirrored distances, and sums of a figure', () => {
    forAll((picture) => {
      const { rgb, width, height } = picture
      const at = (x: number, y: number) => rgbAt(rgb, y * width + x)
      const apart = (a: number[], b: number[]) => Math.hypot(...a.map((v, i) => v - (b[i] ?? 0)))
      let [rows, columns] = [0, 0]
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          if (y < height >> 1) rows += apart(at(x, y), at(x, height - 1 - y))
          if (x < width >> 1) columns += apart(at(x, y), at(width - 1 - x, y))
        }
      }
      const marks = Uint8Array.from({ length: width * height }, (_, i) => (i % 3 === 1 ? 255 : 0))
      const edges = Uint8Array.from({ length: width * height }, (_, i) => (i % 5 === 1 ? 1 : 0))
      const total = (keep: (i: number) => boolean) =>
        Array.from({ length: width * height }, (_, i) => i)
          .filter(keep)
          .map((i) => [1, ...rgbAt(rgb, i), edges[i] ?? 0])
          .reduce((sums, row) => sums.map((s, j) => s + (row[j] ?? 0)), [0, 0, 0, 0, 0])

      const found = mirroredDistances(rgb, picture)

      expect(found.rows).toBeCloseTo(rows, 1 - Math.log10(Math.max(1, rows * 1e-6)))
      expect(found.columns).toBeCloseTo(columns, 1 - Math.log10(Math.max(1, columns * 1e-6)))
      expect(figureSumsOf(rgb, marks, edges)).toEqual({ marked: total((i) => i % 3 === 1), all: total(() => true) })
    })
  })

  test('a map of saliency: bytes, limits and marks of bilinear values', () => {
    const small = Float64Array.from({ length: 4096 }, (_, i) => ((i * 37) % 101) / 100)
    forAll((picture) => {
      const { width, height } = picture
      const map = enlarged(small, picture)
      const place = (i: number, of: number) => Math.min(63, Math.max(0, ((i + 0.5) * 64) / of - 0.5))
      const values = Array.from({ length: width * height }, (_, i) => {
        const [x, y] = [place(i % width, width), place(Math.floor(i / width), height)]
        const [left, top] = [Math.floor(x), Math.floor(y)]
        const cell = (cx: number, cy: number) => small[Math.min(63, cy) * 64 + Math.min(63, cx)] ?? 0
        const row = (cy: number) => cell(left, cy) + (x - left) * (cell(left + 1, cy) - cell(left, cy))
        return row(top) + (y - top) * (row(top + 1) - row(top))
      })
      const marks = bytesOf(map.above(0.5)).slice()
      const bytes = bytesOf(map.bytes).slice()

      const wrong = values.filter(
        (value, i) =>
          Math.abs((bytes[i] ?? 0) + 0.5 - 255 * value) > 0.5001 ||
          (Math.abs(value - 0.5) > 1e-6 && marks[i] !== (value > 0.5 ? 255 : 0)),
      )
      expect(wrong).toEqual([])
      expect(map.most).toBeCloseTo(Math.max(...values), 6)
      expect(map.least).toBeCloseTo(Math.min(...values), 6)
      const sums = byteSums(map.bytes, picture)
      expect(sums.columns.reduce((a, b) => a + b, 0)).toBe(bytes.reduce((a, b) => a + b, 0))
      expect(sums.rows.reduce((a, b) => a + b, 0)).toBe(sums.within(0, 0, width, height))
    }, 10)
  })
})
