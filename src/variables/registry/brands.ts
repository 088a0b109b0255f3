import { family, type Variable } from './entry.ts'

const noBrand = 'when no brand was found, or brands were not looked for'
const noType = `${noBrand}, or the tasks objects and faces were not run`
const size = { unit: 'share of the image', range: '0 to 1' }
const sizeFormula = "area of the union of the brand's boxes / area of the image"
const centralityFormula =
  "1 - distance of the centre of the brand's largest box from the centre of the image / half the diagonal"
const clarityFormula =
  "sharpness (variance of the Laplacian) inside the brand's largest box / that of the whole image, at analysis size"
const inferred = { definition: 'inferred' as const, source: 'Hartmann, Heitmann, Schamp & Netzer (2021), Table 3' }

/** Exposure: how a brand appears in an image. `images` has it for the focal brand, `exposures` for every brand found. */
export const brandVariables: Variable[] = [
  ...family('images', 'brand', [
    {
      name: 'brands',
      type: 'strings',
      formula: 'brands found, largest first; empty when none was',
      missing: 'when the image could not be measured or brands were not looked for',
    },
    { name: 'brand', type: 'string', formula: 'the focal brand: the one with the largest logo_size', missing: noBrand },
    {
      name: 'logo_count',
      type: 'int',
      unit: 'count',
      range: '>= 0',
      formula: 'logos of the focal brand',
      missing: 'when the image could not be measured or brands were not looked for',
    },
    {
      name: 'logo_size',
      type: 'float',
      ...size,
      ...inferred,
      formula: `${sizeFormula}, for the focal brand`,
      missing: noBrand,
    },
    {
      name: 'logo_centrality',
      type: 'float',
      range: '0 to 1',
      ...inferred,
      formula: `${centralityFormula}, for the focal brand`,
      missing: noBrand,
    },
    {
      name: 'logo_clarity',
      type: 'float',
      range: '>= 0',
      formula: `${clarityFormula}, for the focal brand`,
      missing: noBrand,
    },
    {
      name: 'brand_image_type',
      type: 'string',
      range: 'packshot, consumer selfie, brand selfie, other',
      formula:
        'a rule from faces, persons, logo geometry and uniformity of the background; see docs/brand-image-type.md',
      source: 'the four types: Hartmann, Heitmann, Schamp & Netzer (2021); the rule is our own',
      missing: noType,
    },
    {
      name: 'brand_image_type_confidence',
      type: 'float',
      range: '0 to 1',
      formula:
        "how far the evidence that decided lies from the rule's threshold: 0 at it, 1 as far as can be; not a calibrated probability",
      missing: noType,
    },
  ]),
  ...family('exposures', 'identity', [
    { name: 'row_id', type: 'string', formula: 'the image, as in images.row_id' },
    { name: 'brand', type: 'string', formula: 'a brand found in it' },
  ]),
  ...family('exposures', 'brand', [
    { name: 'logo_count', type: 'int', unit: 'count', range: '>= 1', formula: 'logos of the brand' },
    { name: 'logo_size', type: 'float', ...size, ...inferred, formula: sizeFormula },
    { name: 'logo_centrality', type: 'float', range: '0 to 1', ...inferred, formula: centralityFormula },
    {
      name: 'logo_clarity',
      type: 'float',
      range: '>= 0',
      formula: clarityFormula,
      missing: 'when the image has no edges at all',
    },
    {
      name: 'logo_position',
      type: 'string',
      range:
        'top left, top centre, top right, middle left, centre, middle right, bottom left, bottom centre, bottom right',
      formula: "cell of a 3 x 3 grid that holds the centre of the brand's largest box",
    },
    {
      name: 'logo_share',
      type: 'float',
      range: '0 to 1',
      formula: 'logos of the brand / logos of all brands in the image',
    },
    { name: 'score', type: 'float', range: '0 to 1', formula: 'highest score among its logos' },
  ]),
]
