/**
 * Shannon entropy of a histogram.
 * @returns bits, 0 to log2 of the number of bins
 */
export function entropy(counts: ArrayLike<number>): number {
  const all = Array.from(counts).filter((count) => count > 0)
  const total = all.reduce((sum, count) => sum + count, 0)
  return all.reduce((bits, count) => bits - (count / total) * Math.log2(count / total), 0)
}
