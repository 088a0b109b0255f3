import type { Size } from '../../image/box.ts'
import { type Plan, planOf, planSize, writePlan } from './fourier-plan.ts'
import { kernel } from './module.ts'
import { room } from './resident.ts'

/** Complex numbers, row by row. */
export interface ComplexPlane extends Size {
  re: Float64Array
  im: Float64Array
}

/** Two-dimensional discrete Fourier transform in place, without scaling. With its parts exchanged before and after, it is the inverse. */
export function transformPlane({ width, height, re, im }: ComplexPlane): void {
  const across = lines(planOf(width))
  for (let y = 0; y < height; y += 4)
    across({ re, im }, { from: y * width, along: 1, beside: width, count: height - y })
  const down = lines(planOf(height))
  for (let x = 0; x < width; x += 4) down({ re, im }, { from: x, along: width, beside: 1, count: width - x })
}

/** Where the first of at most four lines begins, how far it is from number to number, and from line to line. */
interface Lines {
  from: number
  along: number
  beside: number
  count: number
}

/** A function that transforms four lines of a plan's length at a time: only good until the kernel does something else. */
function lines(plan: Plan): (plane: Pick<ComplexPlane, 're' | 'im'>, which: Lines) => void {
  const k = kernel()
  const sizes = planSize(plan)
  const { length } = plan
  const at = room(k, { plan: sizes.plan, data: 64 * length, work: sizes.work })
  const { buffer } = k.memory
  writePlan(buffer, at.plan, plan)
  const data = new Float64Array(buffer, at.data, 8 * length)
  return ({ re, im }, { from, along, beside, count }) => {
    const four = Math.min(4, count)
    for (let i = 0, to = 0, place = from; i < length; i++, to += 8, place += along) {
      for (let line = 0; line < four; line++) {
        data[to + line] = re[place + line * beside] as number
        data[to + line + 4] = im[place + line * beside] as number
      }
    }
    const result = new Float64Array(buffer, k.transform(at.data, at.work, at.plan), 8 * length)
    for (let i = 0, to = 0, place = from; i < length; i++, to += 8, place += along) {
      for (let line = 0; line < four; line++) {
        re[place + line * beside] = result[to + line] as number
        im[place + line * beside] = result[to + line + 4] as number
      }
    }
  }
}
