import { family, type Variable } from '../entry.ts'
import { noCaption, table3 } from './wording.ts'

const notEnglish = `${noCaption}, or its caption has words and their language is not detected as English`
const vader =
  'VADER: Hutto & Gilbert (2014), ICWSM; lexicon of npm vader-sentiment 1.1.3, emojis of npm emoji-emotion 3.0.1'

/** What English word lists and formulas say of a caption. */
export const english: Variable[] = family('posts', 'caption', [
  {
    name: 'first_person',
    type: 'bool',
    formula:
      'the caption has a pronoun of the first person, I or we (list 1 of src/posts/word-lists/pronouns.ts, where the paper used LIWC)',
    source: table3,
    definition: 'inferred',
    missing: notEnglish,
  },
  {
    name: 'second_person',
    type: 'bool',
    formula: 'the caption has a pronoun of the second person, you (the same list)',
    source: table3,
    definition: 'inferred',
    missing: notEnglish,
  },
  {
    name: 'question_words',
    type: 'float',
    unit: 'share of words',
    range: '0 to 1',
    formula:
      'words of the caption that are question words (list 1 of src/posts/word-lists/question-words.ts, where the paper used LIWC)',
    source: table3,
    definition: 'inferred',
    missing: `${notEnglish}; when it has no words`,
  },
  {
    name: 'netspeak',
    type: 'float',
    unit: 'share of words',
    range: '0 to 1',
    formula:
      'words of the caption that are netspeak: lol, omg, thx (list 2 of src/posts/word-lists/netspeak.ts, where the paper used LIWC)',
    source: table3,
    definition: 'inferred',
    missing: `${notEnglish}; when it has no words`,
    version: 2,
  },
  {
    name: 'reading_ease',
    type: 'float',
    range: 'about -100 to 121',
    formula:
      "Flesch's Reading Ease: 206.835 - 1.015 words a sentence - 84.6 syllables a word (npm syllable 5.0.1); a line ends a sentence",
    source: 'Flesch (1948), Journal of Applied Psychology 32',
    definition: 'published',
    missing: `${notEnglish}; when it has no words`,
  },
  {
    name: 'sentiment',
    type: 'string',
    range: 'positive, neutral, negative',
    formula: 'class of sentiment_score: positive from .05, negative from -.05. The paper used a trained language model',
    source: vader,
    definition: 'published',
    missing: notEnglish,
  },
  {
    name: 'sentiment_score',
    type: 'float',
    range: '-1 to 1',
    formula:
      "VADER's compound score of the caption without hashtags, handles and web addresses, as vaderSentiment 3.3.2 computes it; emojis by their own list 1 of src/posts/sentiment/emoji-valences.ts",
    source: vader,
    definition: 'published',
    missing: notEnglish,
  },
])
