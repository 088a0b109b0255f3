import { listedLanguages } from './listed-languages.ts'
import { phrasesOf } from './phrases.ts'
import { adPhrases, adPhrasesUnspaced } from './word-lists/ad-tags.ts'
import { callsToAction, callsToActionUnspaced } from './word-lists/calls-to-action.ts'

/** What captions are searched for. */
export const advertising = phrasesOf(adPhrases, adPhrasesUnspaced)
export const calls = phrasesOf(Object.values(callsToAction).flat(), Object.values(callsToActionUnspaced).flat())
export const languagesOfCalls = listedLanguages(callsToAction, callsToActionUnspaced)

/** Few words of a caption begin a phrase: only these have to be looked at again. */
export function beginsPhrase(word: string): boolean {
  return calls.byFirstWord.has(word) || advertising.byFirstWord.has(word)
}
