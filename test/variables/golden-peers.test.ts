import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { decode } from '../../src/image/decode.ts'
import { measure } from '../../src/variables/measure.ts'
import { chosenVariables } from '../../src/variables/registry/choose.ts'
import type { Row } from '../../src/variables/registry/index.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { asStored } from '../image/pictures.ts'
import { athec, core, ijrm, imageAnalyzer, looser, type Ours, wrongPeers } from './golden-names.ts'

type Golden = Record<string, Record<string, number>>

describeWithShared('the values of the peers', (shared) => {
  const files = { core, image_analyzer: imageAnalyzer, athec, ijrm }
  const goldens = Object.fromEntries(
    Object.keys(files).map((name) => [
      name,
      JSON.parse(readFileSync(join(shared, 'golden', `golden_${name}.json`), 'utf8')) as Golden,
    ]),
  )
  const photos = Object.keys(goldens.core ?? {}).filter((name) => name !== '_meta')
  const everything = new Set(chosenVariables('all'))

  test.each(photos)('are those of %s', async (photo) => {
    const row = await measure(await decode(readFileSync(join(shared, 'data', photo)), asStored), everything)

    const wrong = Object.entries(files).flatMap(([file, names]) => {
      const golden = goldens[file]?.[photo] ?? {}
      return Object.entries(names).flatMap(([theirs, ours]) =>
        complaint(`${file}.${theirs}`, meant(`${file}.${theirs}`, photo, golden[theirs]), ours, row),
      )
    })

    expect(wrong).toEqual([])
  })
})

/** What the peer would give but for its mistake. */
function meant(name: string, photo: string, peer: number | undefined): number | undefined {
  const mistake = wrongPeers.find((one) => one.name === name && one.photo === photo)
  return peer === undefined || !mistake ? peer : peer - mistake.by
}

/** Equal to 1e-9 of the value, or to what `looser` allows. Athec's -99999 and our null are the same. */
function complaint(name: string, peer: number | undefined, ours: Ours, row: Row): string[] {
  const expected = peer === undefined || peer === -99_999 ? null : peer
  const value = (typeof ours === 'string' ? row[ours] : ours(row)) ?? null
  const allowed = looser.find(({ names }) => names.test(name)) ?? { relative: 1e-9, absolute: 1e-9 }
  const near =
    typeof value === 'number' && expected !== null
      ? Math.abs(value - expected) <= Math.max(allowed.absolute, allowed.relative * Math.abs(expected))
      : value === expected
  return near ? [] : [`${name} is ${expected}, ours is ${value}`]
}
