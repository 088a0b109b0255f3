import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from '../src/image/decode.ts'
import { defaultDecodeOptions } from '../src/image/picture.ts'
import { measure } from '../src/variables/measure.ts'
import { byNameOnly, chosenVariables } from '../src/variables/registry/choose.ts'
import { notCompared, wrongPeers } from '../test/variables/golden-exceptions.ts'
import { compared, type Golden, type Peer } from '../test/variables/golden-names.ts'

/**
 * The largest absolute and relative difference of each image variable from what the field's programs give, over the 20 photos of
 * `../shared/golden`; the largest relative ones first; then the values that are compared with nothing, and why. Tests hold them to
 * limits: test/variables/golden-peers.test.ts.
 * `npm run bench -- golden [LINES]`
 */
const shared = join(process.cwd(), '..', 'shared')
if (!existsSync(join(shared, 'golden')))
  throw new Error(`${shared} is missing: this benchmark needs its photos and values`)
const lines = Number(process.argv[2] ?? 40)

const goldens = (Object.keys(compared) as Peer[]).map((peer) => [peer, read(peer)] as const)
const photos = Object.keys(read('core')).filter((name) => name !== '_meta')
const options = { ...defaultDecodeOptions, analysisSize: 'full', icc: 'ignore' } as const
const everything = new Set(chosenVariables(['all', ...byNameOnly]))

interface Difference {
  name: string
  absolute: number
  relative: number
}
const worst = new Map<string, Difference>()
for (const photo of photos) {
  const row = await measure(await decode(readFileSync(join(shared, 'data', photo)), options), everything)
  for (const [peer, golden] of goldens) {
    for (const [theirs, ours] of Object.entries(compared[peer])) {
      const expected = golden[photo]?.[theirs]
      if (wrongPeers.some(({ name, photo: wrong }) => name === `${peer}.${theirs}` && wrong === photo)) continue
      const value = typeof ours === 'string' ? row[ours] : ours(row)
      if (expected === undefined || expected === -99_999) continue
      if (typeof value === 'number' && typeof expected === 'number')
        note(`${peer}.${theirs}`, Math.abs(value - expected), Math.abs(expected))
      // Hashes and lists are equal or not.
      else note(`${peer}.${theirs}`, JSON.stringify(value) === JSON.stringify(expected) ? 0 : 1, 1)
    }
  }
}

const all = [...worst.values()].sort((a, b) => b.relative - a.relative)
console.log(`${photos.length} photos, ${all.length} values compared`)
for (const limit of [1e-9, 1e-6, 1e-3]) {
  console.log(`  relative difference above ${limit}: ${all.filter(({ relative }) => relative > limit).length}`)
}
console.log('largest difference'.padEnd(44), 'absolute'.padStart(12), 'relative'.padStart(12))
for (const { name, absolute, relative } of all.slice(0, lines)) {
  console.log(name.padEnd(44), absolute.toExponential(2).padStart(12), relative.toExponential(2).padStart(12))
}
const names = goldens.flatMap(([peer, golden]) => {
  const all = new Set(photos.flatMap((photo) => Object.keys(golden[photo] ?? {})))
  return [...all].filter((name) => !(name in compared[peer])).map((name) => `${peer}.${name}`)
})
console.log(`\n${names.length} values are compared with nothing`)
for (const { names: pattern, why } of notCompared) {
  const those = names.filter((name) => pattern.test(name))
  console.log(`  ${those.slice(0, 4).join(', ')}${those.length > 4 ? ` and ${those.length - 4} more` : ''}: ${why}`)
}
for (const name of names)
  if (!notCompared.some((one) => one.names.test(name))) console.log(`  ${name}: NO REASON GIVEN`)

function note(name: string, absolute: number, size: number): void {
  const known = worst.get(name) ?? { name, absolute: 0, relative: 0 }
  known.absolute = Math.max(known.absolute, absolute)
  known.relative = Math.max(known.relative, absolute === 0 ? 0 : absolute / Math.max(size, 1e-12))
  worst.set(name, known)
}

function read(peer: Peer): Golden {
  return JSON.parse(readFileSync(join(shared, 'golden', `golden_${peer}.json`), 'utf8')) as Golden
}
