/** The entries of a list that is written as text, with commas between them. */
export const listed = (text: string): readonly string[] => text.split(',').map((entry) => entry.trim())

/** Phrases by the language that they are of, ISO 639-1. */
export type ByLanguage = Readonly<Record<string, readonly string[]>>
