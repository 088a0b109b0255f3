import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasAdTag } from '../src/posts/ad-tag.ts'
import { lexiconColumns } from '../src/posts/caption.ts'
import { countBySegmenter, countWords } from '../src/posts/count-words.ts'
import { cutCaption } from '../src/posts/cut-caption.ts'
import { detectLanguage } from '../src/posts/language.ts'
import { measureText } from '../src/posts/measure-text.ts'
import type { Post } from '../src/posts/post.ts'
import { postRow } from '../src/posts/row.ts'
import { openSource } from '../src/sources/open.ts'

/**
 * Captions a second on one core, on real ones: the words alone by Intl.Segmenter and by countWords, all lexicon variables
 * together (from the caption as it comes: cut, counts, word lists, sentiment, readability, call to action, ad tag), the
 * language alone, and whole rows of `posts` with brand mentions. The ways take turns.
 * `npm run bench -- captions [ROUNDS] [FILE]`; FILE: a text a line, for many texts that differ, each seen first then.
 */
const folder = join(process.cwd(), '..', 'shared', 'data', 'instaloader')
if (!existsSync(folder)) throw new Error(`${folder} is missing: this benchmark needs its posts`)
const rounds = Number(process.argv[2] ?? 15)
const file = process.argv[3]
const times = 20

const brands = ['Nike', 'Starbucks', 'Coca-Cola', 'adidas'].map((name) => ({
  name,
  aliases: [],
  handles: [],
  hashtags: [],
}))
if (file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const start = process.cpuUsage()
  for (const line of lines) lexicon(line)
  const seconds = secondsSince(start)
  console.log(`lexicon variables, ${lines.length} texts once: ${(lines.length / seconds).toFixed(0)} a second`)
}

const posts: Post[] = []
for await (const item of (await openSource(folder)).items()) if (item.kind === 'post') posts.push(item.post)
const captions = posts.map(({ caption }) => caption ?? '')
const texts = captions.map((caption) => cutCaption(caption).text)

const ways: Record<string, () => void> = {
  'words by Intl.Segmenter': () => texts.forEach(countBySegmenter),
  'words by countWords': () => texts.forEach(countWords),
  'lexicon variables': () => captions.forEach(lexicon),
  language: () => texts.forEach(detectLanguage),
  'rows of posts': () => {
    for (const post of posts) postRow(post, brands)
  },
}
const rates = new Map(Object.keys(ways).map((name): [string, number[]] => [name, []]))
for (let round = 0; round <= rounds; round++)
  for (const [name, work] of Object.entries(ways)) {
    const start = process.cpuUsage()
    for (let i = 0; i < times; i++) work()
    const seconds = secondsSince(start)
    if (round > 0) rates.get(name)?.push((posts.length * times) / seconds) // the first round warms up
  }

const segmenter = median(rates.get('words by Intl.Segmenter') ?? [])
console.log('captions'.padEnd(28), 'a second'.padStart(10), 'ratio'.padStart(7))
for (const [name, values] of rates)
  console.log(
    name.padEnd(28),
    median(values).toFixed(0).padStart(10),
    (median(values) / segmenter).toFixed(2).padStart(7),
  )

function lexicon(caption: string): void {
  const parts = cutCaption(caption)
  const text = measureText(parts.text)
  lexiconColumns({ caption, parts, text }, 'en')
  hasAdTag(caption, parts, text)
}

/** CPU time of this process, user and system: on a busy machine the clock says nothing. */
function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
