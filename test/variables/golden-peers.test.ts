import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { sha256 } from '../../src/hash.ts'
import type { Size } from '../../src/image/box.ts'
import { decode } from '../../src/image/decode.ts'
import { measure } from '../../src/variables/measure.ts'
import { loadOwnVariables, measureOwn } from '../../src/variables/own.ts'
import { byNameOnly, chosenVariables } from '../../src/variables/registry/choose.ts'
import type { Row } from '../../src/variables/registry/index.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { asStored } from '../image/pictures.ts'
import { athecTable } from './golden-colour-names.ts'
import { looser, notCompared, wrongPeers } from './golden-exceptions.ts'
import { compared, type Golden, type GoldenValue, type Ours, type Peer } from './golden-names.ts'

describeWithShared('the values of the peers', (shared) => {
  const peers = Object.keys(compared) as Peer[]
  const goldens = Object.fromEntries(
    peers.map((peer) => [peer, JSON.parse(readFileSync(join(shared, 'golden', `golden_${peer}.json`), 'utf8'))]),
  ) as Record<Peer, Golden>
  const photos = Object.keys(goldens.core).filter((name) => name !== '_meta')
  const everything = new Set(chosenVariables(['all', ...byNameOnly]))

  test.each(photos)('are those of %s', async (photo) => {
    const picture = await decode(readFileSync(join(shared, 'data', photo)), { ...asStored, luma: true })
    const row = await measure(picture, everything)

    const wrong = peers.flatMap((peer) => {
      const golden = goldens[peer][photo] ?? {}
      return Object.entries(compared[peer]).flatMap(([theirs, ours]) =>
        complaint(`${peer}.${theirs}`, meant(`${peer}.${theirs}`, photo, golden[theirs]), ours, { row, picture }),
      )
    })

    expect(wrong).toEqual([])
  })

  const table = process.env.LIMELIGHT_ATHEC_TABLE
  const testWithTable = table ? test : test.skip

  testWithTable('are those of Athec’s colour names, too (needs LIMELIGHT_ATHEC_TABLE)', async () => {
    const own = await loadOwnVariables({ colourTable: table }, sha256)
    const all = await Promise.all(
      photos.map(async (photo) => {
        const picture = await decode(readFileSync(join(shared, 'data', photo)), asStored)
        return { photo, picture, row: await measureOwn(picture, own) }
      }),
    )

    const wrong = all.flatMap(({ photo, ...measured }) =>
      Object.entries(athecTable).flatMap(([theirs, ours]) =>
        complaint(`athec.${theirs}`, goldens.athec[photo]?.[theirs], ours, measured),
      ),
    )

    expect(wrong).toEqual([])
  })

  test.each(peers)('of %s are all compared, or it is said why not', (peer) => {
    const names = new Set(photos.flatMap((photo) => Object.keys(goldens[peer][photo] ?? {})))
    const byTable = (name: string) => peer === 'athec' && name in athecTable
    const explained = (name: string) => byTable(name) || notCompared.some((one) => one.names.test(`${peer}.${name}`))

    expect([...names].filter((name) => name in compared[peer] === explained(name))).toEqual([])
    expect(Object.keys(compared[peer]).filter((name) => !names.has(name))).toEqual([])
  })
})

interface Measured {
  row: Row
  picture: Size
}

/** What the peer would give but for its mistake. */
function meant(name: string, photo: string, peer: GoldenValue | undefined): GoldenValue | undefined {
  const mistake = wrongPeers.find((one) => one.name === name && one.photo === photo)
  return typeof peer === 'number' && mistake ? peer - mistake.by : peer
}

/** Equal to 1e-9 of the value, or to what `looser` allows. Athec's -99999 and our null are the same. */
function complaint(name: string, peer: GoldenValue | undefined, ours: Ours, { row, picture }: Measured): string[] {
  const expected = peer === undefined || peer === -99_999 ? null : peer
  const value = (typeof ours === 'string' ? row[ours] : ours(row, picture)) ?? null
  const allowed = looser.find(({ names }) => names.test(name)) ?? { relative: 1e-9, absolute: 1e-9 }
  const near =
    typeof value === 'number' && typeof expected === 'number'
      ? Math.abs(value - expected) <= Math.max(allowed.absolute, allowed.relative * Math.abs(expected))
      : JSON.stringify(value) === JSON.stringify(expected)
  return near ? [] : [`${name} is ${expected}, ours is ${value}`]
}
