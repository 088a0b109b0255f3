import type { Look } from '../../../src/brands/features/look.ts'

const side = 32
const cells = 8
const directions = 8

/** A histogram of oriented gradients and the colours of 8 x 8 cells, by their definitions and one px after the other. */
export function plainLook(rgb: Uint8Array): Look {
  return { edges: edgesOf(rgb), colours: coloursOf(rgb) }
}

function edgesOf(rgb: Uint8Array): Float32Array {
  const edges = new Float64Array(cells * cells * directions)
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const { dx, dy } = strongestAt(rgb, x, y)
      const strength = (dx * dx + dy * dy) ** 0.25
      if (strength < 1.5) continue
      const turn = ((Math.atan2(dy, dx) / Math.PI + 1) * directions) % directions
      for (let row = 0; row < cells; row++) {
        for (let column = 0; column < cells; column++) {
          const near = (place: number, cell: number) => Math.max(0, 1 - Math.abs((place - 1.5) / (side / cells) - cell))
          const part = strength * near(y, row) * near(x, column)
          const [first, share] = [Math.floor(turn), turn - Math.floor(turn)]
          const at = (row * cells + column) * directions
          edges[at + first] = (edges[at + first] as number) + part * (1 - share)
          const second = at + ((first + 1) % directions)
          edges[second] = (edges[second] as number) + part * share
        }
      }
    }
  }
  const mean = edges.reduce((sum, value) => sum + value, 0) / edges.length
  return ofUnitLength(edges.map((value) => value - mean))
}

/** Of the channel with the strongest edge. */
function strongestAt(rgb: Uint8Array, x: number, y: number): { dx: number; dy: number } {
  const here = 3 * (y * side + x)
  const all = [0, 1, 2].map((channel) => {
    const level = (offset: number) => rgb[here + channel + offset] as number
    return { dx: level(3) - level(-3), dy: level(3 * side) - level(-3 * side) }
  })
  return all.reduce((best, one) => (one.dx ** 2 + one.dy ** 2 > best.dx ** 2 + best.dy ** 2 ? one : best))
}

function coloursOf(rgb: Uint8Array): Float32Array {
  const colours = new Float64Array(3 * cells * cells)
  for (let i = 0; i < side * side; i++) {
    const [r, g, b] = rgb.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number]
    const cell = Math.floor(Math.floor(i / side) / 4) * cells + Math.floor((i % side) / 4)
    const values = [(r + g + b) / 3, r - g, (r + g) / 2 - b]
    for (const [k, value] of values.entries()) colours[3 * cell + k] = (colours[3 * cell + k] as number) + value
  }
  const light = colours.filter((_, i) => i % 3 === 0).reduce((sum, value) => sum + value, 0) / (cells * cells)
  return ofUnitLength(colours.map((value, i) => (i % 3 === 0 ? value - light : value)))
}

function ofUnitLength(values: Float64Array): Float32Array {
  const length = Math.hypot(...values) || 1
  return Float32Array.from(values, (value) => value / length)
}
