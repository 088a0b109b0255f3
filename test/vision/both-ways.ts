import { expect } from '@jest/globals'
import { openSession } from '../../src/vision/session.ts'

const cpu = { device: 'cpu', threads: 1 } as const

/** The outputs of inputs at once, and those of each alone, one after another. */
export async function bothWays(file: string | Uint8Array, inputs: readonly Float32Array[], picture: readonly number[]) {
  const [one, several] = [await openSession(file, cpu), await openSession(file, { ...cpu, batch: inputs.length })]
  expect(several.takesBatches).toBe(true)
  const alone: Record<string, number[]> = {}
  for (const input of inputs)
    for (const [name, numbers] of Object.entries(await one.run(input, [1, ...picture])))
      alone[name] = [...(alone[name] ?? []), ...numbers]
  const all = Float32Array.from(inputs.flatMap((input) => [...input]))
  const outputs = await several.run(all, [inputs.length, ...picture])
  const together = Object.fromEntries(Object.entries(outputs).map(([name, numbers]) => [name, [...numbers]]))
  await one.close()
  await several.close()
  return { together, alone }
}

export function largestDifference(a: Record<string, number[]>, b: Record<string, number[]>): number {
  const differences = Object.entries(a).map(([name, numbers]) => {
    expect(numbers.length).toBe(b[name]?.length)
    return numbers.reduce((most, number, at) => Math.max(most, Math.abs(number - (b[name]?.[at] ?? Number.NaN))), 0)
  })
  return Math.max(...differences)
}
