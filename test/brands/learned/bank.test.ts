import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { builtInBank, packBank, readBank, usualOf } from '../../../src/brands/learned/bank.ts'
import { directions } from './made-up.ts'

describe('the bank of everyday places', () => {
  test('is 48 photos, each place of unit length', async () => {
    const { photos } = await readBank(builtInBank)

    expect(photos).toHaveLength(48)
    for (const places of photos) {
      expect(places).toHaveLength(64 * 500)
      expect(places.subarray(0, 64).reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5)
    }
  })

  test('comes back from its file as it was, but for rounding', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'limelight-bank-'))
    const photos = [directions(5, 7), new Float32Array(), directions(6, 3)]
    writeFileSync(join(folder, 'bank.bin'), packBank({ photos }))

    const read = await readBank(join(folder, 'bank.bin'))
    rmSync(folder, { recursive: true })

    expect(read.photos.map(({ length }) => length)).toEqual([64 * 7, 0, 64 * 3])
    for (const [i, places] of read.photos.entries()) {
      for (const [j, value] of places.entries()) expect(Math.abs(value - (photos[i]?.[j] ?? 9))).toBeLessThan(0.003)
    }
  })

  test('says what is usual: a place that most photos have is like them, one that none has is not', async () => {
    const common = directions(1, 1)
    const rare = directions(2, 1)
    const photos = Array.from({ length: 10 }, (_, i) => Float32Array.from([...directions(10 + i, 20), ...common]))

    const { likeness, spread } = await usualOf(Float32Array.from([...common, ...rare]), { photos })

    expect(likeness[0]).toBeCloseTo(1, 5)
    expect(likeness[1]).toBeLessThan(0.6)
    expect(spread[0]).toBeCloseTo(0.01, 6)
  })
})
