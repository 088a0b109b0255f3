import type { Picture } from '../image/picture.ts'
import { colourVariables, variance } from './colour.ts'
import { visualComplexity } from './complexity.ts'
import { entropy } from './entropy.ts'
import { scan } from './kernel/scan.ts'
import { perceptualHash } from './phash.ts'
import type { Row } from './registry/index.ts'

/**
 * Every image variable of the registry (`registry/image.ts`) of one picture. The JPEG of `visual_complexity` is written
 * on a thread of its own meanwhile.
 */
export async function measure(picture: Picture): Promise<Row> {
  const complexity = visualComplexity(picture)
  const { colours, greys, laplacian, edges, small } = scan(picture.rgb, picture)
  const pixels = colours.pixels
  const row: Row = {
    aspect_ratio: picture.original.width / picture.original.height,
    ...colourVariables(colours),
    entropy: entropy(greys),
    sharpness: variance(pixels, laplacian.sum, laplacian.squares),
    edge_density: edges / pixels,
    visual_complexity: await complexity,
    phash: perceptualHash(small),
  }
  for (const [name, value] of Object.entries(row))
    if (typeof value === 'number' && !Number.isFinite(value)) row[name] = null
  return row
}
