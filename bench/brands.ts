/**
 * How well brands are recognised, against the goals on FlickrLogos and on other brands and photos, where tuning to these would show: fixed references, `limelight run` over photos of known truth, 95 %
 * intervals, by stage and by size of the logo; once as the program decides, once with thresholds chosen leave-one-brand-out.
 * Usage: npm run bench -- brands [--set flickrlogos|products|rendered] [--stages LIST] [--every N] [--parts query,negative,...]
 *   [--keep FOLDER] [--run "MORE ARGS OF limelight run"] [--json FILE]; --keep runs only what is missing.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { flickrlogos } from './recognition/flickrlogos.ts'
import { measureProtocol } from './recognition/measure.ts'
import { products } from './recognition/products.ts'
import type { Protocol } from './recognition/protocol.ts'
import { rendered } from './recognition/rendered.ts'
import { printResult, resultOf } from './recognition/result.ts'

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'flickrlogos' },
    stages: { type: 'string' },
    every: { type: 'string', default: '1' },
    parts: { type: 'string' },
    keep: { type: 'string' },
    run: { type: 'string', default: '--tasks text' },
    json: { type: 'string' },
  },
})
const shared = join(process.cwd(), '..', 'shared')
if (!existsSync(join(shared, 'data'))) throw new Error(`${shared} is missing: this benchmark needs its photos`)

const sets: Record<string, (shared: string, folder: string) => Promise<Protocol>> = {
  flickrlogos,
  products,
  rendered,
}
const open = sets[values.set]
if (!open) throw new Error(`--set ${values.set}: is none of ${Object.keys(sets).join(', ')}`)

const folder = values.keep ? resolve(values.keep) : await mkdtemp(join(tmpdir(), 'limelight-brands-'))
try {
  const protocol = await open(shared, join(folder, 'material'))
  const every = Number(values.every)
  const wanted = values.parts?.split(',')
  const photos = protocol.photos.filter(({ part }, i) => i % every === 0 && (!wanted || wanted.includes(part)))
  const args = [...values.run.split(' ').filter(Boolean), ...(values.stages ? ['--stages', values.stages] : [])]
  const measured = await measureProtocol({ ...protocol, photos }, { folder, args })
  const result = resultOf(measured, protocol)
  printResult(result)
  if (values.json) await writeFile(values.json, JSON.stringify(result))
} finally {
  if (!values.keep) await rm(folder, { recursive: true, force: true })
}
