import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { UsageError } from '../errors.ts'
import type { Brand } from './brand.ts'
import { readBrandsFile } from './brands-file.ts'
import { editDistance } from './edit-distance.ts'
import { galleryBrands, isGallery } from './gallery/gallery-brands.ts'
import { normalise } from './normalise.ts'

/** A brand of the built-in catalogue, the simple-icons package. */
export interface CatalogueEntry {
  name: string
  slug: string
  /** Six hex digits, without `#`. */
  colour: string
  aliases: string[]
  /** Absolute path of its logo, an SVG of one path. */
  svg: string
}

/**
 * The brands that a `--brands` value names.
 * @param spec names of the catalogue separated by commas, the path of a .json, .yaml or .yml file, or a gallery's folder
 * @param cwd what a relative path is relative to
 * @throws UsageError for a name that the catalogue lacks (with the nearest names) and for a file that is not right
 */
export async function loadBrands(spec: string, cwd: string): Promise<Brand[]> {
  if (isGallery(spec.trim(), cwd)) return await galleryBrands(spec.trim(), cwd)
  const catalogue = await openCatalogue()
  if (['.json', '.yaml', '.yml'].includes(extname(spec.trim()).toLowerCase())) {
    return readBrandsFile(spec.trim(), cwd, (name) => catalogue.find(name))
  }
  const names = spec.split(',').map((name) => name.trim())
  const wanted = [...new Set(names.filter((name) => name !== ''))]
  if (wanted.length === 0) throw new UsageError('--brands names no brand; give names separated by commas, or a file')
  const brands = wanted.map((name) => catalogue.find(name) ?? refuse(name, catalogue.nearest(name)))
  return brands.filter((brand, i) => brands.findIndex((other) => other.name === brand.name) === i)
}

export interface Catalogue {
  entries: readonly CatalogueEntry[]
  /** By name, alias or slug; capitals, accents and punctuation do not matter. */
  find(name: string): Brand | null
  /** The names most like this one, nearest first. */
  nearest(name: string): string[]
}

let opened: Promise<Catalogue> | null = null

/** Reads the catalogue, once a process. */
export function openCatalogue(): Promise<Catalogue> {
  opened ??= readCatalogue()
  return opened
}

async function readCatalogue(): Promise<Catalogue> {
  const { getIconsData, getIconSlug } = await import('simple-icons/sdk')
  const { resolve } = createRequire(import.meta.url)
  const icons = await getIconsData()
  const entries = icons.map((icon): CatalogueEntry => {
    const slug = getIconSlug(icon)
    const { aka = [], old = [], loc = {}, dup = [] } = icon.aliases ?? {}
    const aliases = [...aka, ...old, ...Object.values(loc), ...dup.map(({ title }) => title)]
    return { name: icon.title, slug, colour: icon.hex, aliases, svg: resolve(`simple-icons/icons/${slug}.svg`) }
  })
  const byKey = new Map<string, CatalogueEntry>()
  for (const keys of [(e: CatalogueEntry) => [e.name], (e: CatalogueEntry) => [e.slug, ...e.aliases]]) {
    for (const entry of entries) {
      for (const key of keys(entry)) if (!byKey.has(normalise(key))) byKey.set(normalise(key), entry)
    }
  }
  return {
    entries,
    find(name) {
      const entry = byKey.get(normalise(name))
      return entry ? brandOf(entry) : null
    },
    nearest: (name) => nearest(name, entries),
  }
}

/** Its handle and hashtag are its name in one word: a guess that holds for most brands; a file says it better. */
function brandOf({ name, aliases, svg, colour }: CatalogueEntry): Brand {
  const word = normalise(name)
  const references = [{ path: svg, box: null, colour }]
  return { name, aliases, handles: [`@${word}`], hashtags: [`#${word}`], references, threshold: null }
}

function nearest(name: string, entries: readonly CatalogueEntry[], count = 3): string[] {
  const key = normalise(name)
  const distance = (entry: CatalogueEntry) => {
    const other = normalise(entry.name)
    const begins = key.length >= 3 && other.startsWith(key)
    return begins ? 1 + other.length / 100 : editDistance(key, other)
  }
  return entries
    .map((entry) => ({ name: entry.name, distance: distance(entry) }))
    .filter((candidate) => candidate.distance <= Math.max(1.5, key.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map((candidate) => candidate.name)
}

function refuse(name: string, near: string[]): never {
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'no name is like it.'
  throw new UsageError(
    `--brands: "${name}" is not in the built-in catalogue; ${hint} ` +
      `A brand of your own goes into a file: brands.json with {"brands": [{"name": ${JSON.stringify(name)}}]}, then --brands brands.json`,
  )
}
