import { UsageError } from '../errors.ts'
import { seeded } from '../random.ts'
import type { FoundImage } from './found.ts'

/**
 * A random sample of the images of a run, as a truth that is to be filled in: what was found is not in it, so that nobody is led.
 * Each image is as likely as any other; the same seed draws the same ones.
 * @returns our JSON, one image a line, `brands` null
 */
export function drawSample(found: readonly FoundImage[], { size, seed }: { size: number; seed: number }): string {
  const measured = found.filter((image) => image.size !== null)
  if (measured.length === 0) throw new UsageError('--draw: the dataset has no image that was searched for brands')
  const random = seeded(seed)
  const order = measured.map((image) => image)
  const wanted = Math.min(size, order.length)
  for (let i = 0; i < wanted; i++) {
    const other = i + random.integer(order.length - i)
    const [a, b] = [order[i] as FoundImage, order[other] as FoundImage]
    order[i] = b
    order[other] = a
  }
  const lines = order
    .slice(0, wanted)
    .map(({ uri, size: shape, account }) =>
      JSON.stringify({ file: uri, ...shape, ...(account ? { author: account } : {}), brands: null, boxes: [] }),
    )
  return `[\n${lines.join(',\n')}\n]\n`
}
