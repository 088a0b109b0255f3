import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Brand } from '../../../src/brands/brand.ts'
import { loadBrands } from '../../../src/brands/catalogue.ts'
import { brandsContent } from '../../../src/brands/digest.ts'
import { brandFeatures } from '../../../src/brands/features/brand-features.ts'
import { addBrand } from '../../../src/brands/gallery/add-brand.ts'
import { describeGallery } from '../../../src/brands/gallery/describe-gallery.ts'
import { exportBrands } from '../../../src/brands/gallery/export-brands.ts'
import { readGallery } from '../../../src/brands/gallery/gallery-file.ts'
import { removeBrand } from '../../../src/brands/gallery/remove-brand.ts'
import { brandShapes } from '../../../src/brands/shapes/brand-shapes.ts'
import { UsageError } from '../../../src/errors.ts'
import { star, writePhoto } from './pictures.ts'

let folder: string
let photo: string
let other: string
let gallery: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-gallery-'))
  photo = await writePhoto(join(folder, 'refs', 'one.png'))
  other = await writePhoto(join(folder, 'refs', 'two.png'), { ground: '#204080' })
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(async () => {
  gallery = await mkdtemp(join(folder, 'gallery-'))
})

function brand(name: string, more: Partial<Brand> = {}): Brand {
  return { name, aliases: [], handles: [], hashtags: [], references: [], threshold: null, ...more }
}

async function add(name: string, pictures: string[], box: Brand['references'][number]['box'] = null) {
  return await addBrand(gallery, { brand: brand(name), pictures, box, propose: async () => null })
}

describe('a gallery', () => {
  test('keeps copies of the pictures: the originals may go', async () => {
    const lost = await writePhoto(join(folder, 'lost.png'), { ground: '#a04020' })
    await add('Acme', [lost])
    await rm(lost)

    const [acme] = await loadBrands(gallery, folder)

    expect(acme?.name).toBe('Acme')
    expect(acme?.references.map(({ path }) => existsSync(path))).toEqual([true])
  })

  test('knows its pictures: where it is copied to, none is described again', async () => {
    await add('Acme', [photo, other])
    await describeGallery(gallery, { name: 'acme', models: [], cache: join(folder, 'cache-here') })
    const copy = join(folder, 'copy')
    await cp(gallery, copy, { recursive: true })
    const store = join(folder, 'cache-there')

    const brands = await loadBrands(copy, folder)
    const described = await brandFeatures(brands, { store })
    await brandShapes(brands, { store }, 0.02)

    expect(described.map(({ brand }) => brand)).toEqual(['Acme', 'Acme'])
    expect(existsSync(store)).toBe(false)
  })

  test('forgets with a picture what it knew of it', async () => {
    await add('Acme', [photo, other])
    await describeGallery(gallery, { name: 'Acme', models: [], cache: join(folder, 'cache-here') })

    await removeBrand(gallery, 'Acme', 'one.png')

    const [left] = (await readGallery(gallery))?.brands[0]?.references ?? []
    const files = await readdir(join(gallery, 'references'))
    expect(files.map((name) => name.startsWith(basename(left?.file ?? '')))).toEqual([true, true, true])
  })

  test('has a picture once, however often it is added', async () => {
    await add('Acme', [photo])
    const again = await add('ACME', [photo, other])

    const stored = await readGallery(gallery)

    expect(again.map(({ known }) => known)).toEqual([true, false])
    expect(stored?.brands.map(({ name, references }) => [name, references.length])).toEqual([['Acme', 2]])
  })

  test('has brands in the order of their names, so that its file does not hang on when what was added', async () => {
    await add('Zeta', [photo])
    await add('Acme', [other])
    const one = await readFile(join(gallery, 'gallery.json'), 'utf8')
    await rm(gallery, { recursive: true })
    await add('Acme', [other])
    await add('Zeta', [photo])

    expect(await readFile(join(gallery, 'gallery.json'), 'utf8')).toBe(one)
  })

  test('has every brand of several that are added at once', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `Brand ${i + 10}`)

    await Promise.all(names.map((name) => add(name, [photo])))

    expect((await readGallery(gallery))?.brands.map(({ name }) => name)).toEqual(names)
    expect(await readdir(gallery)).toEqual(['gallery.json', 'references'])
  })

  test('loses a brand with the pictures that no other brand needs', async () => {
    await add('Acme', [photo, other])
    await add('Zeta', [other])
    const files = (await readGallery(gallery))?.brands[0]?.references.map(({ file }) => join(gallery, file)) ?? []

    const removed = await removeBrand(gallery, 'acme', null)

    expect(removed).toEqual({ brand: 'Acme', references: ['one.png', 'two.png'] })
    expect(files.map((file) => existsSync(file))).toEqual([false, true])
    expect((await readGallery(gallery))?.brands.map(({ name }) => name)).toEqual(['Zeta'])
    await expect(removeBrand(gallery, 'acme', null)).rejects.toThrow(/has no brand "acme"; it has Zeta/)
    await expect(removeBrand(gallery, 'Zeta', 'one.png')).rejects.toThrow(/no reference one\.png; it has two\.png/)
  })

  test('keeps a picture that one command comes to need while another one removes it', async () => {
    await add('Acme', [photo])
    const propose = async () => {
      if (await readGallery(gallery).then((now) => now?.brands[0]?.name === 'Acme'))
        await removeBrand(gallery, 'Acme', null)
      return null
    }
    await addBrand(gallery, { brand: brand('Zeta'), pictures: [photo, other], box: null, propose })

    await Promise.all(
      ['Acme', 'Beta', 'Gamma'].flatMap((name) => [
        add(name, [photo]).then(() => removeBrand(gallery, name, null)),
        removeBrand(gallery, 'Zeta', null).catch((error) => expect(error).toBeInstanceOf(UsageError)),
        add('Zeta', [photo, other]),
      ]),
    )

    const left = (await readGallery(gallery))?.brands.flatMap(({ references }) => references.map(({ file }) => file))
    expect(left?.map((file) => existsSync(join(gallery, file)))).toEqual(left?.map(() => true))
    expect((await readdir(join(gallery, 'references'))).sort()).toEqual([
      ...new Set(left?.map((file) => basename(file)).sort()),
    ])
  })

  test('is left as it was when one of the pictures is none', async () => {
    await add('Acme', [photo])
    const before = await readFile(join(gallery, 'gallery.json'), 'utf8')
    const text = join(folder, 'text.jpg')
    await writeFile(text, 'no picture')

    await expect(add('Acme', [other, text])).rejects.toThrow(/text\.jpg: is no reference/)
    await expect(add('Acme', [join(folder, 'nowhere.jpg')])).rejects.toThrow(
      /nowhere\.jpg: the reference can't be read/,
    )
    await expect(add('Nobody', [])).rejects.toThrow(/no picture was given/)
    expect(await readFile(join(gallery, 'gallery.json'), 'utf8')).toBe(before)
  })

  test('knows where the logo is, and refuses a box that is not in the picture', async () => {
    await add('Acme', [photo], { x1: 20, y1: 30, x2: 120, y2: 90 })

    const [acme] = await loadBrands(gallery, folder)

    expect(acme?.references[0]?.box).toEqual({ x1: 20, y1: 30, x2: 120, y2: 90 })
    await expect(add('Acme', [photo], { x1: 400, y1: 0, x2: 500, y2: 9 })).rejects.toThrow(/lies outside/)
    await expect(add('Acme', [photo], { x1: 4, y1: 4, x2: 9, y2: 60 })).rejects.toThrow(/less than 8 px/)
    await expect(add('Acme', [photo, other], { x1: 4, y1: 4, x2: 90, y2: 60 })).rejects.toThrow(/for one picture/)
  })

  test('becomes a brands file that comes to the same brands, and the same numbers', async () => {
    await add('Acme', [photo], { x1: 20, y1: 30, x2: 120, y2: 90 })
    await add('Acme', [other])
    const svg = join(folder, 'star.svg')
    await writeFile(svg, star)
    await add('Star', [svg])
    const stored = await readGallery(gallery)
    if (!stored) throw new Error('the gallery is not there')

    for (const name of ['brands.yaml', 'brands.json']) {
      await exportBrands(stored, gallery, join(folder, 'out', name))
      const exported = await loadBrands(join(folder, 'out', name), folder)

      expect(await brandsContent(exported)).toEqual(await brandsContent(await loadBrands(gallery, folder)))
    }
  })

  test('that is not right is refused with the place', async () => {
    await expect(loadBrands(join(folder, 'none', 'gallery.json'), folder)).rejects.toThrow(/there is no gallery/)
    await writeFile(join(gallery, 'gallery.json'), '{"format": "limelight-gallery", "version": 1, "brands": [{}]}')
    await expect(loadBrands(gallery, folder)).rejects.toThrow(/gallery\.json: brands\.0\.name/)
    await writeFile(join(gallery, 'gallery.json'), '{')
    await expect(loadBrands(gallery, folder)).rejects.toThrow(UsageError)
  })
})

test('the content of brands does not hang on where their pictures lie', async () => {
  const copy = join(folder, 'elsewhere.png')
  await writeFile(copy, await readFile(photo))
  const with_ = (path: string, box = { x1: 0, y1: 0, x2: 9, y2: 9 }) => [
    brand('Acme', { references: [{ path, box, colour: null }] }),
  ]

  expect(await brandsContent(with_(copy))).toEqual(await brandsContent(with_(photo)))
  expect(await brandsContent(with_(other))).not.toEqual(await brandsContent(with_(photo)))
  expect(await brandsContent(with_(photo, { x1: 1, y1: 0, x2: 9, y2: 9 }))).not.toEqual(
    await brandsContent(with_(photo)),
  )
})
