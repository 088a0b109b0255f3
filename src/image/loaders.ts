import sharp from 'sharp'

let done = false

/**
 * Leaves libvips, in this whole process, only the loaders of the formats that are measured: it would also open SVG, PDF
 * or whatever else it was built with. Who draws an own SVG in a process that decodes must `sharp.unblock` its loader.
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
