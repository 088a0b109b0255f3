import { describe, expect, test } from '@jest/globals'
import type { Affine } from '../../../src/brands/features/affine.ts'
import { patchOf } from '../../../src/brands/features/patch.ts'
import { colourAgreements, coloursOf } from '../../../src/brands/learned/colours.ts'

type Rgb = readonly [number, number, number]
const white: Rgb = [250, 250, 250]
const black: Rgb = [20, 20, 20]
const red: Rgb = [220, 20, 30]
const green: Rgb = [20, 160, 40]

/** A disc on a ground, 40 px. */
function disc(colour: Rgb, ground: Rgb) {
  const side = 40
  const rgb = new Uint8Array(3 * side * side)
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++, at += 3) rgb.set(Math.hypot(x - 20, y - 20) < 12 ? colour : ground, at)
  }
  return { rgb, width: side, height: side }
}

const same: Affine = [1, 0, 0, 0, 1, 0]
const agreement = (reference: ReturnType<typeof disc>, photo: ReturnType<typeof disc>) =>
  colourAgreements(photo, [{ colours: coloursOf(reference, patchOf(reference)), affine: same }])[0]

describe('the colours of a reference', () => {
  test('are where they are', () => {
    expect(agreement(disc(red, white), disc(red, white))).toBe(1)
  })

  test('are not in black and white, nor in what has the opposite colour', () => {
    expect(agreement(disc(red, white), disc(black, white))).toBe(0)
    expect(agreement(disc(red, white), disc(green, white))).toBe(0)
  })

  test('do not count where the reference has none', () => {
    expect(agreement(disc(black, white), disc(red, white))).toBe(1)
  })
})
