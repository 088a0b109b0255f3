import type { Size } from '../../image/box.ts'
import type { Octave } from './scales.ts'

/** A place that stands out, before it is described. */
export interface Candidate {
  octave: Octave
  /** px of the octave, its fractional layer and its sigma there. */
  px: number
  py: number
  layer: number
  local: number
  response: number
  /** px of the picture. */
  x: number
  y: number
  sigma: number
}

/** Cells of the grid, along each side, over which places are spread. */
const cells = 8

/**
 * At most so many places: in turn the strongest of each cell of a grid, the second of each, and so on. One leafy corner
 * does not take them all. Strongest first within a turn.
 */
export function strongestSpread(candidates: readonly Candidate[], { width, height }: Size, most: number): Candidate[] {
  const strongest = [...candidates].sort((a, b) => b.response - a.response || a.x - b.x || a.y - b.y)
  if (strongest.length <= most) return strongest
  const counts = new Map<number, number>()
  const turns = strongest.map((candidate) => {
    const column = Math.min(cells - 1, Math.floor((cells * candidate.x) / width))
    const row = Math.min(cells - 1, Math.floor((cells * candidate.y) / height))
    const cell = cells * row + column
    const turn = counts.get(cell) ?? 0
    counts.set(cell, turn + 1)
    return { candidate, turn }
  })
  // Sorting is stable: within a turn the order of strength stays.
  return turns
    .sort((a, b) => a.turn - b.turn)
    .slice(0, most)
    .map(({ candidate }) => candidate)
}
