/**
 * `node scripts/learned-bank.mjs FOLDER`: makes src/brands/learned/bank.bin from photos without brands: what XFeat says of the surest places in
 * every twelfth of them. The photos are not kept. The file was made from ../shared/training/backgrounds. It needs `limelight models pull xfeat`.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from './build.mjs'
import { root } from './setup.mjs'

const every = 12
const side = 640
const most = 500

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node scripts/learned-bank.mjs FOLDER')
  process.exit(2)
}
build()
const [{ packBank }, { resized }, { openXFeat }, { resolveModels }, { readEnvironment }, { decode }, picture] =
  await Promise.all(
    [
      'brands/learned/bank',
      'brands/features/reference',
      'vision/xfeat',
      'vision/zoo',
      'environment',
      'image/decode',
      'image/picture',
    ].map((name) => import(join(root, 'dist', `${name}.js`))),
  )
const { models } = await resolveModels(['brands'], readEnvironment())
const network = await openXFeat(models[0], { device: 'cpu', threads: 1 })
const names = readdirSync(folder)
  .filter((name) => /\.jpe?g$/.test(name))
  .sort()
const photos = []
for (const name of names.filter((_, i) => i % every === 0)) {
  const photo = await decode(await readFile(join(folder, name)), picture.defaultDecodeOptions)
  const scale = side / Math.max(photo.width, photo.height)
  const size = { width: Math.round(photo.width * scale), height: Math.round(photo.height * scale) }
  const { descriptors } = await network.describe({ rgb: await resized(photo, size), ...size }, { most })
  photos.push(descriptors)
}
const packed = packBank({ photos })
writeFileSync(join(root, 'src/brands/learned/bank.bin'), packed)
console.log(
  `${photos.length} photos, ${photos.reduce((sum, { length }) => sum + length / 64, 0)} places, ${packed.length} bytes`,
)
