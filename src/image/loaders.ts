import sharp from 'sharp'

let done = false

/**
 * Leaves libvips, in this whole process, only the loaders of the formats that are measured: it would also open SVG, PDF
 * or whatever else it was built with.
 */
function onlyMeasurableLoaders(): void {
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

/** How many are at it. Either is 0: a loader is open to the whole process, so images wait while drawings are rendered, and the other way round. */
const busy = { images: 0, drawings: 0 }
const waiting: Record<keyof typeof busy, (() => void)[]> = { images: [], drawings: [] }

/**
 * Opens pictures whoever they come from: only in formats that are measured, and never while a drawing can be opened.
 * @param work ends in itself: it neither renders drawings nor opens images by this function again
 */
export async function withImages<T>(work: () => Promise<T>): Promise<T> {
  onlyMeasurableLoaders()
  if (busy.drawings > 0 || waiting.drawings.length > 0) await turn('images')
  else busy.images++
  try {
    return await work()
  } finally {
    leave('images', 'drawings')
  }
}

/**
 * SVG can be opened until `work` is done: for drawings that the user, or this package, vouches for.
 * @param work as for {@link withImages}
 */
export async function withDrawings<T>(work: () => Promise<T>): Promise<T> {
  onlyMeasurableLoaders()
  if (busy.images > 0) await turn('drawings')
  else if (busy.drawings++ === 0) sharp.unblock(svg)
  try {
    return await work()
  } finally {
    leave('drawings', 'images')
  }
}

/** Who waits for a turn is counted as busy by the one that gives it. */
function turn(kind: keyof typeof busy): Promise<void> {
  return new Promise((resolve) => waiting[kind].push(resolve))
}

function leave(own: keyof typeof busy, other: keyof typeof busy): void {
  if (--busy[own] > 0) return
  if (own === 'drawings') sharp.block(svg)
  const next = waiting[other].splice(0)
  if (next.length === 0) return
  busy[other] = next.length
  if (other === 'drawings') sharp.unblock(svg)
  for (const go of next) go()
}
