import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { UsageError } from '../errors.ts'

interface Flags {
  gallery?: string
  out?: string
}

/** `limelight brands negatives`: what may be taken for a logo by chance, from photos that show none of the brands. */
export function register(brands: Command): void {
  brands
    .command('negatives')
    .description('make the bank of negatives from a run over photos that show none of the brands')
    .argument('<dir>', 'the --out folder of `limelight run PHOTOS --tasks text,logos`')
    .option('--gallery <dir>', 'for the brands of this gallery only')
    .option('--out <file>', "where to write it (default: this machine's cache, for models of your own)")
    .action(async (dir: string, flags: Flags) => {
      const { photos, vectors, path } = await make(dir, flags)
      console.log(`${path}: ${vectors} vectors of ${photos} photos`)
    })
}

async function make(dir: string, { gallery, out }: Flags) {
  const [
    { openDataset },
    { storedModels, storedRegions },
    { packNegatives },
    prepare,
    { replaceFile },
    environment,
    { zoo },
  ] = await Promise.all([
    import('../dataset/read.ts'),
    import('../run/stored-regions.ts'),
    import('../brands/gallery/negatives.ts'),
    import('../brands/gallery/prepare.ts'),
    import('../replace-file.ts'),
    import('../environment.ts'),
    import('../vision/models.ts'),
  ])
  const reader = await openDataset(dir)
  try {
    const [model] = await storedModels(reader)
    if (!model) throw new UsageError(`${dir}: holds no vectors of regions; run it with --tasks text,logos`)
    const photos: Float32Array[][] = []
    for await (const { regions } of storedRegions(reader, model.sha256))
      photos.push(regions.map(({ vector }) => vector))
    if (photos.length < fewest) {
      throw new UsageError(
        `${dir}: ${photos.length} photos say too little of what is like a logo by chance; take ${fewest} or more`,
      )
    }
    if (!out && !gallery && zoo.some(({ sha256 }) => sha256 === model.sha256)) {
      throw new UsageError(
        `${dir}: was run with the network inside the package, which has its bank; give --gallery DIR for the brands of a gallery, or --out FILE`,
      )
    }
    const cache = environment.readEnvironment().cacheFolder
    const inGallery = gallery && join(resolve(gallery), prepare.negativesFile)
    const path = out ? resolve(out) : (inGallery ?? prepare.cachedNegatives(cache, model.sha256))
    await replaceFile(path, packNegatives(photos, model.sha256))
    return { photos: photos.length, vectors: photos.flat().length, path }
  } finally {
    reader.close()
  }
}

/** With fewer photos, a rate of a few per cent can't be set. */
const fewest = 100
