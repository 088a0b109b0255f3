import { count, listed, percent } from '../format.ts'
import type { Asked } from '../queries.ts'
import { type MeansRow, meansByPlatform, mostPlatforms, noPlatform, postsOnce } from '../queries-platforms.ts'
import type { Beside, BesideColumn } from './beside.ts'
import { englishRows, inferredRows, table3Measures } from './measures.ts'
import { published } from './published.ts'

/** Table 3 of a dataset: the paper's rows, with a column group a platform. */
export interface Table3 {
  platforms: string[]
  rows: Table3Row[]
  /** Values from elsewhere, a column each. */
  beside: readonly BesideColumn[]
  /** What a reader has to know, a sentence or more each. */
  notes: string[]
}

export interface Table3Row extends MeansRow {
  /** The formula was rebuilt from the paper. */
  inferred: boolean
}

/**
 * Asks the dataset for its Table 3; no more than five platforms.
 * @param beside what is set beside its values; the published ones, as far as they are known, when not given
 */
export async function table3(asked: Asked, beside: Beside = publishedBeside): Promise<Table3> {
  const rows = await meansByPlatform(asked, table3Measures)
  return {
    platforms: platformsOf(rows),
    rows: rows.map((row) => ({ ...row, inferred: inferredRows.has(row.label) })),
    beside: beside.columns,
    notes: [...fixedNotes, beside.note, languageNote(await languages(asked)), ...commentNote(await comments(asked))],
  }
}

/** By name; posts whose platform is not stated come last. */
export function platformsOf(rows: readonly MeansRow[]): string[] {
  const found = [...new Set(rows.flatMap(({ moments }) => moments.map(({ platform }) => platform)))]
  return found.sort((a, b) => Number(a === noPlatform) - Number(b === noPlatform) || a.localeCompare(b))
}

const fixedNotes = [
  `M: mean; SD: standard deviation (n − 1); n: rows with a value; missing: rows without. Engagement and post characteristics are over posts, image characteristics over measured images, brand-image types, logo size and centrality over images that show a tracked brand. At most ${mostPlatforms} platforms.`,
  'What is missing throughout was not measured or not given: brand-image types need the tasks objects and faces, purchase intentions the texts of comments, post age the time of scraping, branded captions and tags a list of brands.',
  'Yes-or-no rows: M in per cent, SD of 0 and 1. Shares of words and of comments: M and SD in per cent.',
  'ⁱ: the formula was rebuilt from the paper, whose appendix was not at hand. Word lists are our own where the paper used LIWC; sentiment is from a lexicon (VADER) and purchase intentions are from a list of phrases, where the paper trained language models; brand-image types are from a rule, where it trained an image classifier: levels can differ from the published ones for that reason alone.',
]

const publishedBeside: Beside = {
  columns: [published],
  note: "Published: mean (SD) of the paper's two platforms, Twitter (214,563 images) and Instagram (43,585); which is whose was not noted down. Blank: its value is not known to this program, not that there is none; --table3 --beside FILE sets the values of a file here.",
}

interface Languages {
  captions: number
  /** Captions that hold no word, and so no language. */
  wordless: number
  english: number
  undetected: number
}

async function languages({ reader }: Asked): Promise<Languages> {
  const [found] = await reader.query<Languages>(`
    SELECT COUNT(words) AS captions,
      COUNT(CASE WHEN words = 0 THEN 1 END) AS wordless,
      COUNT(CASE WHEN words > 0 AND language = 'en' THEN 1 END) AS english,
      COUNT(CASE WHEN words > 0 AND language IS NULL THEN 1 END) AS undetected
    FROM ${postsOnce}`)
  return found ?? { captions: 0, wordless: 0, english: 0, undetected: 0 }
}

function languageNote({ captions, wordless, english, undetected }: Languages): string {
  const rows = `${listed([...englishRows].map((name, index) => (index === 0 ? name : name.toLowerCase())))} are of English captions only`
  const other = captions - wordless - english
  if (captions === 0) return `${rows}; this dataset has no captions.`
  return `${rows}: they are missing for ${count(other)} of ${count(captions)} captions (${percent(other / captions)}), whose language is another${undetected > 0 ? ` or could not be told (${count(undetected)})` : ''}. Captions without words (${count(wordless)}) count as without pronouns, and by their emojis.`
}

interface Comments {
  /** null: no comments were given, or by a version of this program that did not look at their language. */
  read: number | null
  searched: number | null
}

async function comments({ reader }: Asked): Promise<Comments> {
  const [found] = await reader.query<Comments>(`
    SELECT CAST(SUM(comments_read) AS BIGINT) AS read, CAST(SUM(comments_searched) AS BIGINT) AS searched
    FROM ${postsOnce} WHERE comments_searched IS NOT NULL`)
  return found ?? { read: null, searched: null }
}

function commentNote({ read, searched }: Comments): string[] {
  if (read === null || searched === null) return []
  return [
    `Purchase intentions are of comments in the languages of their list, and of those too short to tell: ${count(searched)} of ${count(read)} comments.`,
  ]
}
