import { readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { UsageError } from '../../errors.ts'
import { sha256 } from '../../hash.ts'
import { type Box, boxArea } from '../../image/box.ts'
import type { Picture } from '../../image/picture.ts'
import { sniffFormat, sniffLength } from '../../image/sniff.ts'
import { replaceFile } from '../../replace-file.ts'
import type { Brand, BrandReference } from '../brand.ts'
import { normalise } from '../normalise.ts'
import { anotherFolder, changeGallery, type Gallery, type GalleryBrand, type GalleryReference } from './gallery-file.ts'
import { referenceViews } from './reference-views.ts'

export interface Addition {
  /** Without references: a brand of the catalogue. */
  brand: Brand
  /** The user's pictures, absolute. */
  pictures: readonly string[]
  /** Where the logo is, when there is one picture. */
  box: Box | null
  /** Where the logo is, when the user does not say; null: the whole picture. */
  propose: (picture: Picture) => Promise<Box | null>
}

/** What became of a picture, for the user. */
export interface AddedReference {
  reference: GalleryReference
  /** Of the logo, in px. */
  width: number
  height: number
  /** It was in the gallery already, with the same box. */
  known: boolean
}

/**
 * Adds a brand, or references to a brand, to the gallery in a folder. Pictures are copied: the gallery stands for itself.
 * Nothing is changed unless all pictures are right.
 * @throws UsageError for a picture that can't be read, RunError if the folder can't be written
 */
export async function addBrand(folder: string, addition: Addition): Promise<AddedReference[]> {
  const { brand, pictures, box } = addition
  if (brand.references.length + pictures.length === 0) {
    throw new UsageError(
      `${brand.name}: is not in the built-in catalogue and no picture was given; give pictures of its logo`,
    )
  }
  if (box && pictures.length !== 1) {
    throw new UsageError(`--box is for one picture, and ${pictures.length} were given; add them one by one`)
  }
  const given = pictures.map((path): BrandReference => ({ path, box, colour: null }))
  const taken: Taken[] = []
  for (const reference of [...given, ...brand.references]) taken.push(await take(reference, addition))
  const added = taken.map(({ bytes: _, ...one }) => one)
  await changeGallery(folder, async (gallery) => {
    // Under the lock of the gallery, so that no other command takes for needless what is not yet named.
    for (const { bytes, reference } of taken) await replaceFile(join(folder, reference.file), bytes, anotherFolder)
    return withBrand(gallery, brand, added)
  })
  return added
}

/** A picture that is to be stored. */
interface Taken extends AddedReference {
  bytes: Uint8Array
}

async function take(reference: BrandReference, { propose }: Addition): Promise<Taken> {
  const { path, colour } = reference
  const [view] = await referenceViews(reference)
  if (!view) throw new UsageError(`${path}: shows nothing`)
  const bytes = await readFile(path)
  const format = sniffFormat(bytes.subarray(0, sniffLength)) ?? extname(path).slice(1)
  const proposed = reference.box || format === 'svg' ? null : await propose(view.picture)
  const box = reference.box ?? proposed
  const hash = sha256(bytes)
  const file = `references/${hash.slice(0, 16)}.${format}`
  const from = reference.box ? 'given' : proposed ? 'text' : 'whole'
  const { original } = view.picture
  return {
    reference: {
      file,
      sha256: hash,
      name: basename(path),
      box: box && ([box.x1, box.y1, box.x2, box.y2].map(Math.round) as GalleryReference['box']),
      box_from: from,
      colour,
    },
    width: Math.round(box && boxArea(box) > 0 ? box.x2 - box.x1 : original.width),
    height: Math.round(box && boxArea(box) > 0 ? box.y2 - box.y1 : original.height),
    known: false,
    bytes,
  }
}

/** The gallery with the brand, or with more of it. Marks in `added` what was there before. */
function withBrand(gallery: Gallery, brand: Brand, added: AddedReference[]): Gallery {
  const key = normalise(brand.name)
  const before = gallery.brands.find(({ name }) => normalise(name) === key)
  const references = [...(before?.references ?? [])]
  for (const one of added) {
    one.known = references.some((other) => sameReference(other, one.reference))
    if (!one.known) references.push(one.reference)
  }
  const after: GalleryBrand = {
    name: before?.name ?? brand.name,
    aliases: union(before?.aliases ?? [], brand.aliases),
    handles: union(before?.handles ?? [], brand.handles),
    hashtags: union(before?.hashtags ?? [], brand.hashtags),
    threshold: brand.threshold ?? before?.threshold ?? null,
    references,
  }
  const others = gallery.brands.filter((other) => other !== before)
  return { ...gallery, brands: [...others, after].sort((a, b) => (normalise(a.name) < normalise(b.name) ? -1 : 1)) }
}

function sameReference(a: GalleryReference, b: GalleryReference): boolean {
  return a.sha256 === b.sha256 && JSON.stringify(a.box) === JSON.stringify(b.box)
}

function union(first: readonly string[], second: readonly string[]): string[] {
  return [...new Set([...first, ...second])]
}
