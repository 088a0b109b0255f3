/** The entries of a list that is written as text, with commas between them. */
export const listed = (text: string): readonly string[] => text.split(',').map((entry) => entry.trim())
