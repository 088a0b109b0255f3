export interface Reading {
  text: string
  /** Mean probability of the characters kept, 0 to 1; 0 for no text. */
  score: number
}

/**
 * Greedy decoding of a CTC output (Graves et al. 2006): the best class of each step, repetitions merged, blanks (class 0) left out.
 * @param probabilities steps x classes, row by row
 * @param characters the text of class i + 1
 */
export function readCtc(probabilities: Float32Array, steps: number, characters: readonly string[]): Reading {
  const classes = characters.length + 1
  let text = ''
  let sum = 0
  let kept = 0
  let previous = 0
  for (let step = 0; step < steps; step++) {
    const offset = step * classes
    let best = 0
    let highest = probabilities[offset] as number
    for (let c = 1; c < classes; c++) {
      const value = probabilities[offset + c] as number
      if (value > highest) {
        highest = value
        best = c
      }
    }
    if (best !== 0 && best !== previous) {
      text += characters[best - 1]
      sum += highest
      kept++
    }
    previous = best
  }
  return { text, score: kept > 0 ? sum / kept : 0 }
}

/** The characters of a PP-OCR keys file, one a line, and the space that comes after them. */
export function parseKeys(keys: string): string[] {
  return [...keys.replace(/\r/g, '').replace(/\n$/, '').split('\n'), ' ']
}
