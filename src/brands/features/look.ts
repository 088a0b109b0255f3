import type { Box } from '../../image/box.ts'
import type { Raster } from './reference.ts'

/** How a logo looks on the whole, without where exactly its lines run. */
export interface Look {
  /** Directions of edges, of whichever sign, in 8 x 8 cells; less their mean, of unit length. */
  edges: Float32Array
  /** Lightness less its mean, and two opponent colours, in 8 x 8 cells; of unit length. */
  colours: Float32Array
}

/** Side, px, at which logos are looked at, stretched to a square. */
export const lookSide = 32
const cells = 8
const directions = 8
const cellSide = lookSide / cells
/** Square root of a gradient below which there is no edge. */
const faint = 1.5

/** A part of a picture as interleaved bytes, `lookSide` x `lookSide`: each px the mean of four places. Beyond an edge, it is repeated. */
export function smallPicture({ rgb, width, height }: Raster, { x1, y1, x2, y2 }: Box): Uint8Array {
  const small = new Uint8Array(3 * lookSide * lookSide)
  const places = (from: number, to: number, limit: number) =>
    Int32Array.from({ length: 2 * lookSide }, (_, i) => {
      const at = from + ((to - from) * (i + 0.5)) / (2 * lookSide)
      return Math.max(0, Math.min(limit - 1, Math.floor(at)))
    })
  const [columns, rows] = [places(x1, x2, width), places(y1, y2, height)]
  for (let y = 0, i = 0; y < lookSide; y++) {
    const [upper, lower] = [width * (rows[2 * y] as number), width * (rows[2 * y + 1] as number)]
    for (let x = 0; x < lookSide; x++) {
      const [left, right] = [columns[2 * x] as number, columns[2 * x + 1] as number]
      const [a, b, c, d] = [3 * (upper + left), 3 * (upper + right), 3 * (lower + left), 3 * (lower + right)]
      for (let channel = 0; channel < 3; channel++, i++) {
        const sum =
          (rgb[a + channel] as number) +
          (rgb[b + channel] as number) +
          (rgb[c + channel] as number) +
          (rgb[d + channel] as number)
        small[i] = sum / 4
      }
    }
  }
  return small
}

/** @param small what {@link smallPicture} gives */
export function lookOf(small: Uint8Array): Look {
  return { edges: edgesOf(small), colours: coloursOf(small) }
}

/** Cosines of edges and of colours, -1 to 1. */
export function alike(a: Look, b: Look): { edges: number; colours: number } {
  return { edges: dot(a.edges, b.edges), colours: dot(a.colours, b.colours) }
}

/**
 * A histogram of oriented gradients (Dalal & Triggs 2005) of the whole: unsigned directions, as a logo may be light on dark; the
 * channel with the strongest edge speaks; square roots, so that one strong edge is not all.
 */
function edgesOf(rgb: Uint8Array): Float32Array {
  const edges = new Float32Array(cells * cells * directions)
  for (let y = 1; y < lookSide - 1; y++) {
    for (let x = 1; x < lookSide - 1; x++) {
      let [strongest, across, down] = [0, 0, 0]
      const here = 3 * (y * lookSide + x)
      for (let at = here; at < here + 3; at++) {
        const dx = (rgb[at + 3] as number) - (rgb[at - 3] as number)
        const dy = (rgb[at + 3 * lookSide] as number) - (rgb[at - 3 * lookSide] as number)
        const squares = dx * dx + dy * dy
        if (squares <= strongest) continue
        strongest = squares
        across = dx
        down = dy
      }
      const strength = Math.sqrt(Math.sqrt(strongest))
      if (strength < faint) continue
      const turn = ((Math.atan2(down, across) / Math.PI + 1) * directions) % directions
      const first = Math.floor(turn)
      const second = (first + 1) % directions
      const [left, top] = [Math.floor((x - 1.5) / cellSide), Math.floor((y - 1.5) / cellSide)]
      // An edge is shared between the cells and the directions that are next to it.
      for (let row = Math.max(0, top); row <= Math.min(cells - 1, top + 1); row++) {
        const share = strength * (1 - Math.abs((y - 1.5) / cellSide - row))
        for (let column = Math.max(0, left); column <= Math.min(cells - 1, left + 1); column++) {
          const part = share * (1 - Math.abs((x - 1.5) / cellSide - column))
          const cell = (row * cells + column) * directions
          edges[cell + first] = (edges[cell + first] as number) + part * (1 - turn + first)
          edges[cell + second] = (edges[cell + second] as number) + part * (turn - first)
        }
      }
    }
  }
  const mean = edges.reduce((sum, value) => sum + value, 0) / edges.length
  return ofUnitLength(edges.map((value) => value - mean))
}

function coloursOf(rgb: Uint8Array): Float32Array {
  const colours = new Float32Array(3 * cells * cells)
  let light = 0
  for (let y = 0; y < lookSide; y++) {
    for (let x = 0; x < lookSide; x++) {
      const from = 3 * (y * lookSide + x)
      const [r, g, b] = [rgb[from] as number, rgb[from + 1] as number, rgb[from + 2] as number]
      const at = 3 * (((y / cellSide) | 0) * cells + ((x / cellSide) | 0))
      colours[at] = (colours[at] as number) + (r + g + b) / 3
      colours[at + 1] = (colours[at + 1] as number) + r - g
      colours[at + 2] = (colours[at + 2] as number) + (r + g) / 2 - b
      light += (r + g + b) / 3
    }
  }
  for (let at = 0; at < colours.length; at += 3) colours[at] = (colours[at] as number) - light / (cells * cells)
  return ofUnitLength(colours)
}

function ofUnitLength(values: Float32Array): Float32Array {
  let squares = 0
  for (const value of values) squares += value * value
  const length = Math.sqrt(squares) || 1
  return values.map((value) => value / length)
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
