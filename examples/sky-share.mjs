// @ts-check
/**
 * A variable of your own: the share of pixels in the upper half that look like blue sky.
 *
 *   limelight.config.json: { "ownVariables": ["sky-share.mjs"] }
 *   limelight run photos/ --out out/
 *
 * It is then a column of `images`, in the codebook, in the report by theme and in every other place where columns are named. The
 * file's content is part of the pipeline digest: what was measured before a change is measured again. Beside an installed
 * Limelight the type below is `import('limelight/dist/variables/own.js').OwnVariables`.
 *
 * @type {import('../src/variables/own.ts').OwnVariables}
 */
const skyShare = {
  variables: [
    {
      name: 'sky_share',
      type: 'float',
      unit: 'share of pixels',
      range: '0 to 1',
      formula: 'pixels of the upper half with B > 1.1 G, B > 1.2 R and B > 90 / pixels of the upper half',
      source: 'an example, not validated',
      missing: 'when the image could not be measured, or is one pixel high',
    },
  ],
  measure({ rgb, width, height }) {
    const pixels = width * Math.floor(height / 2)
    let sky = 0
    for (let at = 0; at < 3 * pixels; at += 3) {
      const [r = 0, g = 0, b = 0] = rgb.subarray(at, at + 3)
      if (b > 90 && b > 1.1 * g && b > 1.2 * r) sky++
    }
    return { sky_share: pixels === 0 ? null : sky / pixels }
  },
}

export default skyShare
