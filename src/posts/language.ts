import { eld } from 'eld/extrasmall'

/** More says no more: of 120 characters 99.4 % are told right, of whole sentences 99.5 % (bench/languages). */
const longest = 240

/**
 * The language of a text, as the package `eld` detects it by n-grams among 60 languages.
 * @param text without hashtags, handles and addresses
 * @returns ISO 639-1 (`en`); null where nothing can be told: no letters, or too few (`lol`)
 */
export function detectLanguage(text: string): string | null {
  return eld.detect(text.slice(0, longest)).language || null
}
