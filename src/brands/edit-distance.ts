/**
 * Levenshtein distance (1966): insertions, deletions and substitutions from one text to the other.
 * @param cost of a substitution, 1 unless said otherwise
 * @param gap cost of an insertion or deletion of `character` beside `neighbour`, 1 unless said otherwise
 */
export function editDistance(
  from: string,
  to: string,
  cost: (a: string, b: string) => number = () => 1,
  gap: (character: string, neighbour: string | undefined) => number = () => 1,
): number {
  let row = [0]
  for (let j = 1; j <= to.length; j++) row.push((row[j - 1] as number) + gap(to[j - 1] as string, to[j - 2]))
  for (let i = 1; i <= from.length; i++) {
    const a = from[i - 1] as string
    const next = [(row[0] as number) + gap(a, from[i - 2])]
    for (let j = 1; j <= to.length; j++) {
      const b = to[j - 1] as string
      const substituted = (row[j - 1] as number) + (a === b ? 0 : cost(a, b))
      const removed = (row[j] as number) + gap(a, from[i - 2])
      const added = (next[j - 1] as number) + gap(b, to[j - 2])
      next.push(Math.min(substituted, removed, added))
    }
    row = next
  }
  return row[to.length] as number
}
