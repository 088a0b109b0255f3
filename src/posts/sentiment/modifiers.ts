/**
 * Words that change the valence of others: VADER's lists (Hutto & Gilbert 2014), as in its reference implementation
 * vaderSentiment 3.3.2 (MIT licence, C. J. Hutto).
 */
const boost = 0.293

const boosters = `absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous
  enormously entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin
  fracking fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible
  incredibly intensely major majorly more most particularly purely quite really remarkably so substantially thoroughly
  total totally tremendous tremendously uber unbelievably unusually utter utterly very`

const dampeners = `almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally
  partly scarce scarcely slight slightly somewhat sorta sortof sort-of`

const negations = `aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt
  neither neednt never none nope nor not nothing nowhere oughtnt shant shouldnt uhuh wasnt werent uh-uh without wont
  wouldnt rarely seldom despite`

/** What a word adds to the strength of the next: .293, or less than nothing. */
export const boosts: ReadonlyMap<string, number> = new Map([
  ...words(boosters).map((word): [string, number] => [word, boost]),
  ...words(dampeners).map((word): [string, number] => [word, -boost]),
])

/** The same for pairs of words. */
export const pairBoosts: ReadonlyMap<string, number> = new Map([
  ['just enough', -boost],
  ['kind of', -boost],
  ['sort of', -boost],
])

const negating = new Set(words(negations))

/** `not`, `never`, `cant`, and all that holds `n't`. */
export function negates(lower: string): boolean {
  return negating.has(lower) || lower.includes("n't")
}

/** Phrases with a valence of their own. */
export const idioms: ReadonlyMap<string, number> = new Map([
  ['the shit', 3],
  ['the bomb', 3],
  ['bad ass', 1.5],
  ['bus stop', 0],
  ['yeah right', -2],
  ['kiss of death', -1.5],
  ['to die for', 3],
  ['beating heart', 3.5],
])

/** The longest word of each idiom and pair, which is the rarest: where none stands near, none need be looked for. */
export const phraseWords: ReadonlySet<string> = new Set(
  [...idioms.keys(), ...pairBoosts.keys()].map((phrase) =>
    phrase.split(' ').reduce((longest, word) => (word.length > longest.length ? word : longest)),
  ),
)

function words(list: string): string[] {
  return list.split(/\s+/)
}
