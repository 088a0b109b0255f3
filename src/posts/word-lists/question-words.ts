/**
 * English question words, a list of our own. LIWC's category "interrogatives" has about 48 entries; ours are the words
 * with which a question begins and their usual spellings in captions, also where they begin a relative clause, as there.
 * A change is a new version of `question_words`.
 */
export const questionWordsVersion = 1

export const questionWords: ReadonlySet<string> = new Set(
  `how how'd howd what what'd whatd whats whatcha whatever when when'd whenever where where'd whered wheres wherever
  which whichever who who'd whod whos whoever whom whomever whose why why'd whyd whys wut wat wassup whatsup wym wyd
  wbu hbu`.split(/\s+/),
)
