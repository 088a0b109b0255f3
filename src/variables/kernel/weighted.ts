import type { Size } from '../../image/box.ts'
import { kernel } from './module.ts'
import { resident, room } from './resident.ts'

/** A plane of single precision, `stride` numbers a row, a multiple of 16. */
export interface Floats extends Size {
  stride: number
  values: Float32Array
}

export interface Weights {
  /** An odd number of them: the one in the middle is a pixel's own. */
  across: Float32Array
  down: Float32Array
  /** Only every so manieth row and column is asked for. */
  step?: number
  /** What lies beyond the picture: nought, or its mirror image. */
  beyond: 'nought' | 'mirrored'
}

/**
 * Weighted sums over the neighbours of pixels, first down, then across; of the product of two planes where there is another.
 * The values are only good until the kernel does something else.
 */
export function weighted({ width, height, stride, values }: Floats, weights: Weights, times?: Floats): Floats {
  const { across, down, step = 1, beyond } = weights
  const k = kernel()
  const [wide, high] = [Math.ceil(width / step), Math.ceil(height / step)]
  const to = 16 * Math.ceil(wide / 16)
  const reach = across.length >> 1
  const mirror = beyond === 'mirrored' ? 1 : 0
  const at = room(k, {
    ...{ from: values.byteLength, down: 4 * (down.length + 3), across: 4 * (across.length + 3) },
    ...{ between: 4 * stride * high, line: 4 * (width + 2 * reach + 24), to: 4 * to * high },
  })
  const floats = (from: number, length: number) => new Float32Array(k.memory.buffer, from, length)
  const from = floats(at.from, values.length)
  if (times) for (let i = 0; i < from.length; i++) from[i] = (values[i] as number) * (times.values[i] as number)
  else from.set(values)
  floats(at.down, down.length + 3)
    .fill(0)
    .set(down)
  floats(at.across, across.length + 3)
    .fill(0)
    .set(across)
  k.weightedColumns(at.from, stride, height, at.down, down.length >> 1, step, mirror, at.between)
  k.weightedRows(at.between, stride, width, high, at.across, reach, step, mirror, at.line, at.to, to)
  return { width: wide, height: high, stride: to, values: floats(at.to, to * high) }
}

/** Mean red, green and blue (0 to 255) over a grid of cells, whose borders are whole pixels. */
export function cellColours(rgb: Uint8Array, { width, height }: Size, cells: Size): [Floats, Floats, Floats] {
  const k = kernel()
  const from = resident(rgb)
  const stride = 16 * Math.ceil(cells.width / 16)
  const length = stride * cells.height
  const at = room(k, { to: 12 * length })
  new Float32Array(k.memory.buffer, at.to, 3 * length).fill(0)
  k.cellColours(from, width, height, cells.width, cells.height, stride, at.to)
  const plane = (channel: number): Floats => ({
    ...cells,
    stride,
    values: new Float32Array(k.memory.buffer, at.to + 4 * length * channel, length).slice(),
  })
  return [plane(0), plane(1), plane(2)]
}
