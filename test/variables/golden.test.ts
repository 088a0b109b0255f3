import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { decode } from '../../src/image/decode.ts'
import { defaultDecodeOptions } from '../../src/image/picture.ts'
import { measure } from '../../src/variables/measure.ts'
import { describeWithShared } from '../evaluation-material.ts'

/** Our column, and the name of the same formula in golden_core.json. */
const columns = {
  brightness: 'luma_mean',
  contrast: 'luma_sd',
  saturation_mean: 'hsv_s_mean',
  saturation_sd: 'hsv_s_sd',
  value_mean: 'hsv_v_mean',
  value_sd: 'hsv_v_sd',
  lab_l_mean: 'lab_L_mean',
  lab_a_mean: 'lab_a_mean',
  lab_b_mean: 'lab_b_mean',
  colourfulness: 'hasler_exact',
  entropy: 'entropy_bits',
  sharpness: 'laplacian_var',
  edge_density: 'canny_otsu_density',
  phash: 'phash',
} as const

interface Golden {
  _meta: { variables: Record<string, { tolerance: { same_decoder: number } }> }
  [file: string]: unknown
}

describeWithShared('the values that OpenCV, scikit-image and ImageHash give', (shared) => {
  const golden = JSON.parse(readFileSync(join(shared, 'golden', 'golden_core.json'), 'utf8')) as Golden
  const files = Object.keys(golden).filter((name) => name !== '_meta')

  test.each(files)('are those of %s', async (file) => {
    const bytes = readFileSync(join(shared, 'data', file))
    const expected = golden[file] as Record<string, number | string>

    const row = await measure(await decode(bytes, { ...defaultDecodeOptions, analysisSize: 'full', icc: 'ignore' }))

    for (const [column, name] of Object.entries(columns)) {
      const value = row[column]
      const peer = expected[name]
      const tolerance = golden._meta.variables[name]?.tolerance.same_decoder ?? 0
      if (typeof value === 'number' && typeof peer === 'number') {
        if (Math.abs(value - peer) > tolerance) throw new Error(`${column} is ${value}, ${name} is ${peer}`)
      } else expect([column, value]).toEqual([column, peer])
    }
  })
})
