/**
 * `node scripts/feature-words.mjs FOLDER`: makes src/brands/features/words.bin from photos without brands: 512 descriptors that
 * stand for what photos are made of, the medoids of a k-means over descriptors of all photos. The photos are not kept.
 * The file was made from ../shared/training/backgrounds.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { build } from './build.mjs'
import { root } from './setup.mjs'

const words = 512
const perPhoto = 80
const rounds = 8

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('usage: node scripts/feature-words.mjs FOLDER')
  process.exit(2)
}
build()
const { sift } = await import(join(root, 'dist/brands/features/sift.js'))
const rows = []
for (const name of readdirSync(folder)
  .filter((file) => /\.jpe?g$/.test(file))
  .sort()) {
  const image = sharp(join(folder, name)).removeAlpha().toColourspace('srgb')
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  const { descriptors, count } = sift(data, info, { enlarged: 1, most: perPhoto, contrast: 0.0067 })
  for (let i = 0; i < count; i++) rows.push(Float32Array.from(descriptors.subarray(128 * i, 128 * (i + 1))))
}
console.log(`${rows.length} descriptors`)

// Every so many descriptors is a centre to begin with: no chance is in it, the same photos give the same words.
let centres = Array.from({ length: words }, (_, i) => rows[Math.floor((i * rows.length) / words)])
let nearest = []
for (let round = 0; round < rounds; round++) {
  nearest = rows.map((row) => nearestOf(row, centres))
  const sums = centres.map(() => ({ sum: new Float64Array(128), count: 0 }))
  for (const [i, { centre }] of nearest.entries()) {
    sums[centre].count++
    for (let d = 0; d < 128; d++) sums[centre].sum[d] += rows[i][d]
  }
  centres = centres.map((old, i) => (sums[i].count ? Float32Array.from(sums[i].sum, (s) => s / sums[i].count) : old))
  console.log(
    `round ${round + 1}: mean distance ${mean(nearest.map(({ distance }) => Math.sqrt(distance))).toFixed(1)}`,
  )
}
const medoids = centres.map((_, centre) => {
  const own = nearest.flatMap((found, i) => (found.centre === centre ? [{ i, distance: found.distance }] : []))
  own.sort((a, b) => a.distance - b.distance)
  return own[0] ? rows[own[0].i] : centres[centre]
})
writeFileSync(join(root, 'src/brands/features/words.bin'), Uint8Array.from(medoids.flatMap((row) => [...row])))

function nearestOf(row, all) {
  let best = { centre: 0, distance: Number.POSITIVE_INFINITY }
  for (const [centre, other] of all.entries()) {
    let distance = 0
    for (let d = 0; d < 128 && distance < best.distance; d++) distance += (row[d] - other[d]) ** 2
    if (distance < best.distance) best = { centre, distance }
  }
  return best
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
