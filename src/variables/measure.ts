import type { Decoding, Picture } from '../image/picture.ts'
import { colourVariables, variance } from './colour.ts'
import { complexityVariables } from './complexity.ts'
import { entropy } from './entropy.ts'
import { measureFamilies } from './families.ts'
import { perceptualHash } from './phash.ts'
import type { Row } from './registry/index.ts'
import { viewOf } from './view.ts'

/**
 * The core variables (`registry/image.ts`) of one picture, and the chosen ones of its families. The JPEG of
 * complexity is written on a thread of its own meanwhile.
 * @param chosen columns beside the core, as `chosenVariables` gives them
 */
export async function measure(picture: Picture, chosen: ReadonlySet<string> = coreOnly): Promise<Row> {
  const complexity = complexityVariables(picture)
  const view = viewOf(picture)
  const { colours, greys, laplacian, edges, small } = view.scan
  const pixels = colours.pixels
  // All that the kernel does is done before anything is waited for: another picture may come meanwhile.
  const families = measureFamilies(view, chosen)
  const row: Row = {
    aspect_ratio: picture.original.width / picture.original.height,
    ...colourVariables(colours),
    entropy: entropy(greys),
    sharpness: variance(pixels, laplacian.sum, laplacian.squares),
    edge_density: edges / pixels,
    ...(await complexity),
    phash: perceptualHash(small),
    ...families,
  }
  for (const [name, value] of Object.entries(row))
    if (typeof value === 'number' && !Number.isFinite(value)) row[name] = null
  return row
}

/** What the chosen columns need of a file beside its RGB. */
export function wantedOf(chosen: ReadonlySet<string>): Pick<Decoding, 'luma'> {
  return { luma: chosen.has('self_similarity_luma') }
}

const coreOnly: ReadonlySet<string> = new Set()
