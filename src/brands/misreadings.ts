/** Characters that OCR takes for each other: half an edit. At most 16 groups. */
const alike = ['o0ecqdg', 'l1ij', 'b8', 's5', 'z2', 'uvw', 'mn', 'hn', 'rn', 'fp', 'ao', 'vy', 'a4', 'g9q']

const groupsOf = new Map<string, number>()
for (const [i, group] of alike.entries()) {
  for (const character of group) groupsOf.set(character, (groupsOf.get(character) ?? 0) | (1 << i))
}

/** A text made ready to be compared with many. */
export interface Letters {
  /** UTF-16. */
  codes: Uint16Array
  /** For each: the groups of characters that it is taken for, a bit each. */
  groups: Uint16Array
}

export function lettersOf(text: string): Letters {
  const [codes, groups] = [new Uint16Array(text.length), new Uint16Array(text.length)]
  for (let i = 0; i < text.length; i++) {
    codes[i] = text.charCodeAt(i)
    groups[i] = groupsOf.get(text[i] as string) ?? 0
  }
  return { codes, groups }
}

/** Two rows of the table of distances. */
let rows: [Float64Array, Float64Array] = [new Float64Array(64), new Float64Array(64)]

/**
 * By how much a reading differs from a name: the edit distance (Levenshtein 1966) where a likely confusion, and a letter
 * doubled or halved, count as half an edit.
 * @param read the part [start, end) is compared
 * @param most what is known to be more need not be reckoned to the end
 * @returns Infinity where it is more than `most`
 */
export function misreadings(
  read: Letters,
  { start, end }: { start: number; end: number },
  name: Letters,
  most: number,
): number {
  const length = name.codes.length
  if (rows[0].length <= length) rows = [new Float64Array(2 * length), new Float64Array(2 * length)]
  let [row, next] = rows
  row[0] = 0
  for (let j = 1; j <= length; j++) row[j] = (row[j - 1] as number) + gap(name.codes, j - 1, 0)
  for (let i = start; i < end; i++) {
    const [code, groups, removal] = [read.codes[i] as number, read.groups[i] as number, gap(read.codes, i, start)]
    let before = (row[0] as number) + removal
    let least = before
    next[0] = before
    for (let j = 0; j < length; j++) {
      const same = code === name.codes[j]
      const confusion = same ? 0 : (groups & (name.groups[j] as number)) !== 0 ? 0.5 : 1
      const substituted = (row[j] as number) + confusion
      const removed = (row[j + 1] as number) + removal
      const added = before + gap(name.codes, j, 0)
      before = substituted < removed ? substituted : removed
      if (added < before) before = added
      next[j + 1] = before
      if (before < least) least = before
    }
    // No later row has a lower number.
    if (least > most) return Number.POSITIVE_INFINITY
    ;[row, next] = [next, row]
  }
  const distance = row[length] as number
  return distance > most ? Number.POSITIVE_INFINITY : distance
}

/** What it costs that a character is too many or missing. */
function gap(codes: Uint16Array, i: number, from: number): number {
  return i > from && codes[i] === codes[i - 1] ? 0.5 : 1
}
