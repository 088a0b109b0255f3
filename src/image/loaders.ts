import sharp from 'sharp'

let done = false

/**
 * Leaves libvips, in this whole process, only the loaders of the formats that are measured: it would also open SVG, PDF
 * or whatever else it was built with. Drawings of the user's own: {@link withDrawings}.
 */
export function onlyMeasurableLoaders(): void {
  if (done) return
  done = true
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((name) => `VipsForeignLoad${name}`),
  })
  // One picture at a time a lane: threads inside libvips only cost, and no picture is opened twice.
  sharp.concurrency(1)
  sharp.cache(false)
}

const svg = { operation: ['VipsForeignLoadSvg'] }
/** How many are at it. */
let drawing = 0

/** SVG can be opened until `work` is done: for drawings that the user, or this package, vouches for. Images are never opened as SVG, as `decode` sniffs. */
export async function withDrawings<T>(work: () => Promise<T>): Promise<T> {
  onlyMeasurableLoaders()
  if (drawing++ === 0) sharp.unblock(svg)
  try {
    return await work()
  } finally {
    if (--drawing === 0) sharp.block(svg)
  }
}
