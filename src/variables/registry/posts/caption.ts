import { family, type Variable } from '../entry.ts'
import { english } from './english.ts'
import { noCaption, table3 } from './wording.ts'

/** What a caption holds. */
export const caption: Variable[] = [
  ...family('posts', 'caption', [
    {
      name: 'language',
      type: 'string',
      unit: 'ISO 639-1',
      formula:
        'language of the caption without hashtags, handles and web addresses, detected by n-grams among 60; short captions are told wrong more often (docs/captions.md)',
      source: 'npm eld 2.1.0 (extrasmall), Nito T.M.',
      definition: 'published',
      missing: 'when the post has no caption field, or the caption no words that tell',
    },
    {
      name: 'words',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'words of the caption by Unicode word segmentation (UAX 29); hashtags, handles and URLs are not words',
      source: 'Unicode UAX 29',
      missing: noCaption,
    },
    {
      name: 'hashtags',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula:
        'hashtags of the caption as its platform cuts them: letters, digits, underscores and emojis after a # that does not follow &; on X no emojis and a letter at least; on Reddit none',
      source: 'Instagram Engineering, Emojineering Part 2 (2015); X: twitter-text 3.1.0',
      version: 2,
      missing: noCaption,
    },
    {
      name: 'handles',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula:
        '@handles of the caption, as its platform cuts user names (on X without dots; on Reddit u/name); mail addresses hold none',
      version: 2,
      missing: noCaption,
    },
    {
      name: 'emojis',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'emojis of the caption (RGI sequences count once)',
      source: 'Unicode UTS 51',
      missing: noCaption,
    },
    {
      name: 'urls',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'web addresses in the caption: after http(s):// or www., or a bare domain (acme.com, linkin.bio/acme)',
      missing: noCaption,
    },
    {
      name: 'question_marks',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula:
        'question marks of the caption outside web addresses, in any script; after Greek letters the semicolon too',
      missing: noCaption,
    },
    lnOf('ln_words', 'words'),
    lnOf('ln_hashtags', 'hashtags'),
    lnOf('ln_handles', 'handles'),
    { ...lnOf('ln_emojis', 'emojis'), source: '', definition: 'own' },
    { ...lnOf('ln_urls', 'urls'), source: '', definition: 'own' },
  ]),
  ...english,
  ...family('posts', 'caption', [
    {
      name: 'lix',
      type: 'float',
      range: '>= 0',
      formula: 'words a sentence + percentage of words of more than six letters; a line ends a sentence',
      source: 'Björnsson (1968), Läsbarhet',
      definition: 'published',
      missing: 'when there is no caption, it has no words, or its language sets no spaces between them',
    },
    {
      name: 'call_to_action',
      type: 'bool',
      formula:
        'the caption asks for something to be done: link in bio, shop now, tag a friend (list 3 of src/posts/word-lists/calls-to-action.ts; main languages)',
      missing: `${noCaption}, or it is in a language that the list does not know (one that can not be told, or only of fewer than 30 letters, counts as known)`,
      version: 3,
    },
  ]),
]

function lnOf(name: string, what: string): Pick<Variable, 'name' | 'type' | 'formula'> & Partial<Variable> {
  return {
    name,
    type: 'float',
    unit: 'ln(1 + count)',
    range: '>= 0',
    formula: `ln(1 + ${what})`,
    source: table3,
    definition: 'inferred',
    missing: noCaption,
  }
}
