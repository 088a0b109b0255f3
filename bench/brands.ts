/**
 * How well brands are recognised: fixed references, `limelight run` over photos of known truth, 95 % intervals, by brand, stage and size of
 * the logo; once as the program decides, once with thresholds chosen leave-one-brand-out. The goals are stated for FlickrLogos;
 * other brands and photos (products, rendered) show whether the program was tuned to those.
 * Usage: npm run bench -- brands [--set flickrlogos|products|rendered] [--stages LIST] [--every N] [--parts query,negative,coco,boxed]
 *   [--among N] [--keep FOLDER] [--json FILE] [-- MORE ARGUMENTS OF limelight run]
 * --among tracks N brands in all, the others from the catalogue; --keep runs only what is missing. Thresholds chosen here can only be
 * stricter than the program's own: give it a larger --false-alarms to let them choose.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { among } from './recognition/among.ts'
import { flickrlogos } from './recognition/flickrlogos.ts'
import { measureProtocol } from './recognition/measure.ts'
import { products } from './recognition/products.ts'
import type { Protocol } from './recognition/protocol.ts'
import { rendered } from './recognition/rendered.ts'
import { printResult, resultOf } from './recognition/result.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    set: { type: 'string', default: 'flickrlogos' },
    stages: { type: 'string' },
    every: { type: 'string', default: '1' },
    parts: { type: 'string' },
    among: { type: 'string', default: '0' },
    keep: { type: 'string' },
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
  const protocol = await among(await open(shared, join(folder, 'material')), Number(values.among))
  const every = Number(values.every)
  const wanted = values.parts?.split(',')
  const photos = protocol.photos.filter(({ part }, i) => i % every === 0 && (!wanted || wanted.includes(part)))
  const args = [
    ...(positionals.includes('--tasks')
      ? []
      : ['--tasks', values.stages?.includes('embedding') ? 'text,logos' : 'text']),
    ...(values.stages ? ['--stages', values.stages] : []),
    ...(positionals.includes('--variables') ? [] : ['--variables', 'core']),
    ...positionals,
  ]
  const measured = await measureProtocol({ ...protocol, photos }, { folder, args })
  const result = resultOf(measured, protocol)
  printResult(result)
  if (values.json) await writeFile(values.json, JSON.stringify(result))
} finally {
  if (!values.keep) await rm(folder, { recursive: true, force: true })
}
