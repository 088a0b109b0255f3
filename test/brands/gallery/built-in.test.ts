import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { loadBrands } from '../../../src/brands/catalogue.ts'
import { builtInNegatives, readNegatives } from '../../../src/brands/gallery/negatives.ts'
import { embeddingBasis, prepareGallery } from '../../../src/brands/gallery/prepare.ts'
import { readEnvironment } from '../../../src/environment.ts'
import { resolveModels, zoo } from '../../../src/vision/zoo.ts'

test('the bank of negatives inside the package is that of the network inside the package', async () => {
  const bank = await readNegatives(builtInNegatives)
  const network = zoo.find(({ adapter }) => adapter === 'logo-embedding')

  expect(bank?.model).toBe(network?.sha256)
  expect(bank && bank.first.length - 1).toBeGreaterThanOrEqual(300)
  expect(bank && bank.vectors.length / bank.dimensions).toBe(bank?.first.at(-1))
})

test('brands of the catalogue are described and calibrated without a photo, and once only', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'limelight-built-in-'))
  const { models } = await resolveModels(['logos'], readEnvironment())
  const basis = await embeddingBasis({ models, cache, folder: null })
  if ('why' in basis) throw new Error(basis.why)
  const brands = await loadBrands('nike,starbucks', cache)

  const first = await prepareGallery({ brands, cache }, basis, 0.02)
  const again = await prepareGallery({ brands, cache }, { ...basis, embedder: { ...basis.embedder } }, 0.02)
  const strict = await prepareGallery({ brands, cache }, basis, 0.001)

  expect(first.gallery.brands.map(({ name, vectors }) => [name, vectors.length])).toEqual([
    ['Nike', 2],
    ['Starbucks', 4],
  ])
  expect(again.gallery).toEqual(first.gallery)
  expect(strict.gallery.threshold).toBeGreaterThan(first.gallery.threshold)
  await rm(cache, { recursive: true })
})
