import type { CaptionParts } from './cut-caption.ts'
import { compactForm, isUnspaced, type NormalText, normalForm, normalText, standsAt, wordsOf } from './normal-form.ts'

/** What a brand is called. */
export interface BrandNames {
  name: string
  aliases: readonly string[]
  /** With or without `@`. */
  handles: readonly string[]
  /** With or without `#`. */
  hashtags: readonly string[]
}

export interface Mentions {
  /** Brands in the order of the list. */
  brands: string[]
  /** A name or alias stands in the text of the caption, outside hashtags, handles and addresses. */
  inText: boolean
  /** A handle or hashtag of a brand stands in the caption, or a brand is tagged. */
  byTag: boolean
}

/** Shorter names are hashtags and handles only where the brand says so: `#hm` is not always H&M. */
const shortestCompact = 3

interface BrandIndex {
  /** Words of the normal forms of names, by the first of them. */
  byFirstWord: Map<string, { words: readonly string[]; brand: number }[]>
  unspaced: { form: string; brand: number }[]
  /** Compact forms of hashtags. */
  hashtags: Map<string, number[]>
  /** Lower case, without `@`. */
  handles: Map<string, number[]>
}

const indices = new WeakMap<readonly BrandNames[], BrandIndex>()

/**
 * Brands that a post mentions: names and aliases as whole words after normalisation (possessives too), handles and
 * hashtags as a whole; the name itself written as a hashtag or handle counts as well.
 * @param normal `normalText(parts.text)`, where it is at hand
 */
export function findMentions(
  parts: CaptionParts,
  tagged: readonly string[],
  brands: readonly BrandNames[],
  normal: NormalText = normalText(parts.text),
): Mentions {
  const index = indexOf(brands)
  const inText = new Set<number>()
  const byTag = new Set<number>()
  for (let at = 0; at < normal.words.length; at++)
    for (const { words, brand } of index.byFirstWord.get(normal.words[at] as string) ?? [])
      if (standsAt(normal.words, at, words)) inText.add(brand)
  if (index.unspaced.length > 0) {
    const text = normal.words.join(' ')
    for (const { form, brand } of index.unspaced) if (text.includes(form)) inText.add(brand)
  }
  for (const tag of parts.hashtags) for (const brand of index.hashtags.get(compactForm(tag)) ?? []) byTag.add(brand)
  for (const handle of [...parts.handles, ...tagged])
    for (const brand of index.handles.get(bare(handle)) ?? []) byTag.add(brand)
  const found = brands.filter((_, i) => inText.has(i) || byTag.has(i)).map((brand) => brand.name)
  return { brands: [...new Set(found)], inText: inText.size > 0, byTag: byTag.size > 0 }
}

function indexOf(brands: readonly BrandNames[]): BrandIndex {
  const known = indices.get(brands)
  if (known) return known
  const index: BrandIndex = { byFirstWord: new Map(), unspaced: [], hashtags: new Map(), handles: new Map() }
  brands.forEach((names, brand) => {
    for (const form of formsOf(names)) {
      if (isUnspaced(form)) index.unspaced.push({ form: form.trim(), brand })
      else {
        const words = wordsOf(form)
        push(index.byFirstWord, words[0] ?? '', { words, brand })
      }
    }
    for (const tag of namesAsTag(names, names.hashtags.map(compactForm))) push(index.hashtags, tag, brand)
    for (const handle of namesAsTag(names, names.handles.map(bare))) push(index.handles, handle, brand)
  })
  indices.set(brands, index)
  return index
}

/** "McDonald's" is also written "McDonalds". */
function formsOf(names: BrandNames): Set<string> {
  const spellings = [names.name, ...names.aliases].flatMap((name) => [name, name.replace(/['’`]/g, '')])
  return new Set(spellings.map(normalForm).filter((form) => form.trim() !== ''))
}

function namesAsTag(names: BrandNames, given: string[]): Set<string> {
  const compact = [names.name, ...names.aliases].map(compactForm).filter((form) => form.length >= shortestCompact)
  return new Set([...given, ...compact].filter((form) => form !== ''))
}

const bare = (handle: string): string => handle.trim().replace(/^@/, '').toLowerCase()

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key)
  if (!values) map.set(key, [value])
  else if (!values.includes(value)) values.push(value)
}
