import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { prefixes } from '../../dist/aws/contract.js'
import { openPlace } from './place.mjs'

/** Uploads files and folders; a folder's name stays part of the keys. */
export default async function put(paths) {
  const { bucket } = await openPlace()
  const counts = { [prefixes.images]: 0, [prefixes.posts]: 0 }
  for (const path of paths) {
    const above = dirname(resolve(path))
    for (const file of await filesOf(resolve(path))) {
      const prefix = prefixOf(file)
      if (!prefix) continue
      await bucket.upload(prefix + relative(above, file).replaceAll('\\', '/'), file)
      counts[prefix]++
    }
  }
  for (const [prefix, count] of Object.entries(counts)) console.log(`${count} files to s3://${bucket.name}/${prefix}`)
}

/** Instaloader's captions (.txt) lie beside its images and are in its JSON as well. */
function prefixOf(file) {
  if (/\.txt$/i.test(file)) return null
  return /\.(csv|tsv|jsonl?|ndjson|parquet|json\.xz)$/i.test(file) ? prefixes.posts : prefixes.images
}

async function filesOf(path) {
  if (statSync(path).isFile()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
