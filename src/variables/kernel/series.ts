import { type Step, stepBytes, writeSteps } from './fourier-write.ts'
import { kernel } from './module.ts'
import { room } from './resident.ts'

/** Complex numbers side by side. */
export interface Complex {
  re: Float64Array
  im: Float64Array
}

/**
 * Discrete Fourier transform, without scaling, of `count` series by the steps of their length: element t of series k is at
 * t · count + k.
 */
export function transform({ re, im }: Complex, steps: readonly Step[], count: number): Complex {
  const k = kernel()
  const length = re.length / count
  const at = room(k, { plan: stepBytes(steps), data: 64 * length, work: 64 * length })
  const { buffer } = k.memory
  writeSteps(buffer, at.plan, length, steps)
  const result = { re: new Float64Array(re.length), im: new Float64Array(im.length) }
  // Four at a time: an element is their real parts, then their imaginary ones.
  for (let first = 0; first < count; first += 4) {
    const series = Math.min(4, count - first)
    const data = new Float64Array(buffer, at.data, 8 * length)
    for (let t = 0; t < length; t++) {
      for (let i = 0; i < series; i++) {
        data[8 * t + i] = re[t * count + first + i] as number
        data[8 * t + 4 + i] = im[t * count + first + i] as number
      }
    }
    const done = new Float64Array(buffer, k.transform(at.data, at.work, at.plan), 8 * length)
    for (let t = 0; t < length; t++) {
      for (let i = 0; i < series; i++) {
        result.re[t * count + first + i] = done[8 * t + i] as number
        result.im[t * count + first + i] = done[8 * t + 4 + i] as number
      }
    }
  }
  return result
}

/** The inverse of `transform`: the forward one with the parts exchanged. */
export function inverse({ re, im }: Complex, steps: readonly Step[], count: number): Complex {
  const turned = transform({ re: im, im: re }, steps, count)
  return { re: turned.im, im: turned.re }
}
