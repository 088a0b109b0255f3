/**
 * `node scripts/shape-bank.mjs FOLDER`: makes src/brands/shapes/bank.bin from photos without brands: the silhouettes of what stands out in every
 * third of them. The photos are not kept. The file was made from ../shared/training/backgrounds.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from './build.mjs'
import { root } from './setup.mjs'

const every = 3

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node scripts/shape-bank.mjs FOLDER')
  process.exit(2)
}
build()
const [{ photoOptions, shapesIn }, { packBank }, { decode }, { defaultDecodeOptions }] = await Promise.all(
  ['brands/shapes/picture-shapes', 'brands/shapes/bank', 'image/decode', 'image/picture'].map(
    (name) => import(join(root, 'dist', `${name}.js`)),
  ),
)
const names = readdirSync(folder)
  .filter((name) => /\.jpe?g$/.test(name))
  .sort()
const photos = []
for (const name of names.filter((_, i) => i % every === 0)) {
  const picture = await decode(await readFile(join(folder, name)), defaultDecodeOptions)
  photos.push(await shapesIn(picture, photoOptions))
}
const packed = await packBank({ photos })
writeFileSync(join(root, 'src/brands/shapes/bank.bin'), packed)
console.log(`${photos.length} photos, ${photos.flat().length} silhouettes, ${packed.length} bytes`)
