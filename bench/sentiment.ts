import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import vader from 'vader-sentiment'
import { cutCaption } from '../src/posts/cut-caption.ts'
import { englishColumns, type Sentiment, sentimentOf } from '../src/posts/english.ts'
import { measureText } from '../src/posts/measure-text.ts'
import { emojiValences } from '../src/posts/sentiment/emoji-valences.ts'

/**
 * How often the sentiment is right, on the four lists of Hutto & Gilbert (2014): 4,200 tweets and 19,500 sentences of
 * reviews and editorials, each with the mean rating of some 20 people. The lists are in the source package of PyPI's
 * vaderSentiment: `pip download --no-deps --no-binary :all: vaderSentiment==3.3.2`, unpacked, then
 * additional_resources/hutto_ICWSM_2014.tar.gz unpacked.
 *
 * Beside ours: the npm package vader-sentiment (its own scores), and always "positive". Ratings beyond ±.2 of ±4 are positive and negative,
 * as the paper has it. `npm run bench -- sentiment FOLDER [EMOJIS]`; EMOJIS: a module whose default is emoji to rating,
 * such as wink-sentiment 5.0.2's src/emojis.js (from the Emoji Sentiment Ranking, Kralj Novak et al. 2015).
 */
const folder = process.argv[2]
if (!folder)
  throw new Error('give the unpacked folder hutto_ICWSM_2014; the head of bench/sentiment.ts says where it is')

type Package = { SentimentIntensityAnalyzer: { polarity_scores(text: string): { compound: number } } }
const npm = (vader as unknown as Package).SentimentIntensityAnalyzer

const ways: Record<string, (text: string) => Sentiment> = {
  limelight: (text) => {
    const measures = measureText(cutCaption(text).text)
    return englishColumns(measures, 'en').sentiment as Sentiment
  },
  'vader-sentiment (npm)': (text) => sentimentOf(npm.polarity_scores(text).compound),
  'always positive': () => 'positive',
}
const classes: readonly Sentiment[] = ['negative', 'neutral', 'positive']

console.log(
  'list'.padEnd(24),
  'way'.padEnd(22),
  'texts',
  'accuracy',
  'macro F1',
  'F1 neg, neu, pos'.padEnd(18),
  'texts a second',
)
for (const list of ['tweets', 'amazonReviewSnippets', 'movieReviewSnippets', 'nytEditorialSnippets']) {
  const texts = textsOf(list)
  for (const [name, judge] of Object.entries(ways)) {
    const start = process.cpuUsage().user
    const pairs = texts.map(({ text, truth }) => ({ truth, found: judge(text) }))
    const seconds = (process.cpuUsage().user - start) / 1e6
    const right = pairs.filter(({ truth, found }) => truth === found).length
    const scores = classes.map((one) => f1(pairs, one))
    const macro = scores.reduce((sum, score) => sum + score, 0) / scores.length
    console.log(
      list.padEnd(24),
      name.padEnd(22),
      String(texts.length).padStart(5),
      (right / texts.length).toFixed(3).padStart(8),
      macro.toFixed(3).padStart(8),
      scores
        .map((score) => score.toFixed(3))
        .join(', ')
        .padEnd(18),
      (texts.length / seconds).toFixed(0).padStart(14),
    )
  }
}
if (process.argv[3]) await compareEmojis(process.argv[3])

function textsOf(list: string): { text: string; truth: Sentiment }[] {
  const lines = readFileSync(join(resolve(folder as string), `${list}_GroundTruth.txt`), 'latin1').split(/\r?\n/)
  return lines.filter(Boolean).map((line) => {
    const [, rating = '', ...text] = line.split('\t')
    return { text: plain(text.join('\t')), truth: sentimentOf(Number(rating) / 4) }
  })
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

function f1(pairs: readonly { truth: Sentiment; found: Sentiment }[], one: Sentiment): number {
  const hits = pairs.filter(({ truth, found }) => truth === one && found === one).length
  const found = pairs.filter((pair) => pair.found === one).length
  const real = pairs.filter((pair) => pair.truth === one).length
  return found + real === 0 ? 0 : (2 * hits) / (found + real)
}

async function compareEmojis(path: string): Promise<void> {
  const module: { default: Record<string, number> } = await import(pathToFileURL(resolve(path)).href)
  const ratings = Object.entries(module.default).filter(([, rating]) => rating !== 0)
  const rated = ratings.filter(([emoji]) => emojiValences.has(emoji.replaceAll('\ufe0f', '')))
  const agree = rated.filter(([emoji, rating]) => (emojiValences.get(emoji.replaceAll('\ufe0f', '')) ?? 0) * rating > 0)
  console.log(
    `emojis: ${ratings.length} in the list, ${rated.length} of them have a valence here, ${agree.length} of the same sign`,
  )
}
