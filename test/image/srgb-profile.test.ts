import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import sharp from 'sharp'
import { isSrgbProfile } from '../../src/image/srgb-profile.ts'

async function profile(name: 'srgb' | 'p3'): Promise<Uint8Array> {
  const plain = sharp({ create: { width: 4, height: 4, channels: 3, background: 'teal' } })
  const { icc } = await sharp(await plain.withIccProfile(name).png().toBuffer()).metadata()
  return new Uint8Array(icc ?? [])
}

describe('an embedded profile', () => {
  test('that says sRGB is known as such', async () => {
    expect(isSrgbProfile(await profile('srgb'))).toBe(true)
  })

  test('of a wider gamut is not sRGB', async () => {
    expect(isSrgbProfile(await profile('p3'))).toBe(false)
  })

  test('that is cut or changed anywhere never throws, and other colorants are not sRGB', async () => {
    const whole = await profile('srgb')

    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const changed = whole.slice()
        changed[at] = byte
        expect(typeof isSrgbProfile(changed)).toBe('boolean')
        expect(typeof isSrgbProfile(whole.slice(0, at))).toBe('boolean')
      }),
    )
    expect(isSrgbProfile(whole.slice(0, 200))).toBe(false)
  })
})
