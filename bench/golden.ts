import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../src/hash.ts'
import { decode } from '../src/image/decode.ts'
import { defaultDecodeOptions } from '../src/image/picture.ts'
import { measure } from '../src/variables/measure.ts'
import { loadOwnVariables, measureOwn } from '../src/variables/own.ts'
import { byNameOnly, chosenVariables } from '../src/variables/registry/choose.ts'
import { athecTable } from '../test/variables/golden-colour-names.ts'
import { notCompared, wrongPeers } from '../test/variables/golden-exceptions.ts'
import { compared, type Golden, type Peer } from '../test/variables/golden-names.ts'

/**
 * The largest absolute and relative difference of each image variable from what the field's programs give, over the 20 photos of
 * `../shared/golden`; the largest relative ones first; then the values that are compared with nothing, and why. Tests hold them to
 * limits: test/variables/golden-peers.test.ts.
 * `[LIMELIGHT_ATHEC_TABLE=colordict.py] npm run bench -- golden [LINES]`
 */
const shared = join(process.cwd(), '..', 'shared')
if (!existsSync(join(shared, 'golden')))
  throw new Error(`${shared} is missing: this benchmark needs its photos and values`)
const lines = Number(process.argv[2] ?? 40)

const goldens = (Object.keys(compared) as Peer[]).map((peer) => [peer, read(peer)] as const)
const photos = Object.keys(read('core')).filter((name) => name !== '_meta')
const options = { ...defaultDecodeOptions, analysisSize: 'full', icc: 'ignore', luma: true } as const
const colourTable = process.env.LIMELIGHT_ATHEC_TABLE
const own = await loadOwnVariables({ colourTable }, sha256)
const namesOf = (peer: Peer) =>
  peer === 'athec' && colourTable ? { ...compared.athec, ...athecTable } : compared[peer]
const everything = new Set(chosenVariables(['all', ...byNameOnly]))

interface Difference {
  name: string
  absolute: number
  relative: number
}
const worst = new Map<string, Difference>()
for (const photo of photos) {
  const picture = await decode(readFileSync(join(shared, 'data', photo)), options)
  const row = { ...(await measure(picture, everything)), ...(await measureOwn(picture, own)) }
  for (const [peer, golden] of goldens) {
    for (const [theirs, ours] of Object.entries(namesOf(peer))) {
      const expected = golden[photo]?.[theirs]
      if (wrongPeers.some(({ name, photo: wrong }) => name === `${peer}.${theirs}` && wrong === photo)) continue
      const value = typeof ours === 'string' ? row[ours] : ours(row, picture)
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
  return [...all].filter((name) => !(name in namesOf(peer))).map((name) => `${peer}.${name}`)
})
console.log(`\n${names.length} values are compared with nothing`)
const needsTable = {
  names: new RegExp(`^athec.(${Object.keys(athecTable).join('|')})$`),
  why: 'give the table: LIMELIGHT_ATHEC_TABLE',
}
const reasons = [...notCompared, ...(colourTable ? [] : [needsTable])]
for (const { names: pattern, why } of reasons) {
  const those = names.filter((name) => pattern.test(name))
  console.log(`  ${those.slice(0, 4).join(', ')}${those.length > 4 ? ` and ${those.length - 4} more` : ''}: ${why}`)
}
for (const name of names) if (!reasons.some((one) => one.names.test(name))) console.log(`  ${name}: NO REASON GIVEN`)

function note(name: string, absolute: number, size: number): void {
  const known = worst.get(name) ?? { name, absolute: 0, relative: 0 }
  known.absolute = Math.max(known.absolute, absolute)
  known.relative = Math.max(known.relative, absolute === 0 ? 0 : absolute / Math.max(size, 1e-12))
  worst.set(name, known)
}

function read(peer: Peer): Golden {
  return JSON.parse(readFileSync(join(shared, 'golden', `golden_${peer}.json`), 'utf8')) as Golden
}
