import type { Photo } from '../../src/evaluate/photo.ts'
import type { Box } from '../../src/image/box.ts'

export interface MadePhoto {
  brands?: string[]
  logos?: { brand: string; stage?: string; similarity?: number; box?: Box }[]
  boxes?: Photo['boxes']
  cluster?: string
}

let made = 0
const somewhere = { x1: 10, y1: 10, x2: 30, y2: 20 }

/** A photo of 200 x 100 px. */
export function photo({ brands = [], logos = [], boxes = [], cluster }: MadePhoto): Photo {
  const row_id = `made${made++}`
  const size = { width: 200, height: 100 }
  const found = logos.map(({ brand, stage = 'wordmark', similarity = 1, box = somewhere }) => ({
    brand,
    stage,
    similarity,
    box,
    score: similarity,
  }))
  return {
    found: { row_id, uri: `/${row_id}.jpg`, key: `${row_id}.jpg`, sha256: null, size, account: null, logos: found },
    size,
    brands,
    boxes,
    logos: found,
    cluster: cluster ?? row_id,
  }
}
