import { readFileSync } from 'node:fs'
import { detectLanguage } from '../src/posts/language.ts'

/**
 * How often the language of a text is told right, by its length: 1,000 sentences in each of 28 languages of social media, cut
 * after so many characters. The sentences are in the source package of PyPI's eld, by the author of the detector:
 * `pip download --no-deps --no-binary :all: eld==1.0.6`, unpacked, eld/tests/data/big-test.txt. Beside it: always English.
 * `npm run bench -- languages FILE`
 */
const file = process.argv[2]
if (!file) throw new Error('give big-test.txt; the head of bench/languages.ts says where it is')
const languages = new Set(
  'en de fr es pt it nl sv da no fi pl cs tr ru uk ar he hi th vi ja ko zh el hu ro bg'.split(' '),
)
const rows = readFileSync(file, 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .filter((row): row is [string, string] => row.length === 2 && languages.has(row[0] ?? ''))

console.log(
  'characters',
  'texts',
  'right',
  'told',
  'right of told',
  'English: precision',
  'recall',
  'always English',
  'a second',
)
for (const length of [8, 12, 20, 30, 60, 120, 1000]) {
  const start = process.cpuUsage().user
  const pairs = rows.map(([truth, text]) => ({ truth, found: detectLanguage([...text].slice(0, length).join('')) }))
  const seconds = (process.cpuUsage().user - start) / 1e6
  const share = (part: number, of: number): string => (part / of).toFixed(3)
  const right = pairs.filter(({ truth, found }) => truth === found).length
  const told = pairs.filter(({ found }) => found !== null).length
  const english = pairs.filter(({ truth }) => truth === 'en')
  const foundEnglish = pairs.filter(({ found }) => found === 'en')
  const both = english.filter(({ found }) => found === 'en').length
  console.log(
    String(length).padStart(10),
    String(rows.length).padStart(5),
    share(right, rows.length),
    share(told, rows.length).padStart(5),
    share(right, told).padStart(13),
    share(both, foundEnglish.length).padStart(18),
    share(both, english.length).padStart(6),
    share(english.length, rows.length).padStart(14),
    (rows.length / seconds).toFixed(0).padStart(8),
  )
}
