import type { Variable } from '../entry.ts'
import { asCurated, athec, imageAnalyzer, measuredFamily, overgoor, published, undefinedIf } from './entries.ts'

const flat = undefinedIf('or the spectrum has no slope: one colour, or too small')

/** What the Fourier transform of the grey levels says. */
export const spectrumEntries: Variable[] = measuredFamily('spectrum', [
  {
    name: 'sharpness_fourier',
    unit: 'share of frequencies',
    range: '0 to 1',
    formula: 'frequencies of the grey levels / 255 with a magnitude above 5; depends on the size of the picture',
    ...athec,
  },
  {
    name: 'frequency_factor',
    range: '0 to 0.5',
    formula:
      'smallest radius within which half circles hold 99 % of the summed magnitude of the spectrum / twice the largest radius',
    ...overgoor,
    ...asCurated,
    ...undefinedIf('or a side is below 6 px'),
  },
  {
    name: 'spectral_slope',
    formula:
      'slope of ln(mean power) over ln(radius) of the grey levels, least squares over whole radii up to the corners',
    ...published('Field (1987); radii as Image Analyzer'),
    ...asCurated,
    ...flat,
  },
  {
    name: 'self_similarity',
    unit: '0-1',
    range: '0 to 1',
    formula:
      'exp(-|slope + 2| / 2) of the same slope, of grey levels made of RGB; Image Analyzer takes the luma of the JPEG (self_similarity_luma): up to 1 % apart in photos where colours are cut at 0 or 255',
    ...imageAnalyzer,
    ...asCurated,
    ...flat,
  },
  {
    name: 'self_similarity_redies',
    formula: '-|slope + 2| of the same slope, 0 for natural scenes; imagefluency fits other radii',
    ...published('Redies et al. (2008), as in imagefluency (Mayer 2021)'),
    ...flat,
  },
])

/** A second decoding of the file, and a transform more. */
export const lumaSpectrumEntries: Variable[] = measuredFamily('spectrum_luma', [
  {
    name: 'self_similarity_luma',
    unit: '0-1',
    range: '0 to 1',
    formula:
      'as self_similarity, of the luma that a JPEG stores, before it is made RGB and cut at 0 and 255; equal to self_similarity where there is none: other formats, and JPEGs in grey, RGB or CMYK',
    ...imageAnalyzer,
    ...flat,
  },
])

/** Sixteen transforms more. */
export const fourierFocusEntries: Variable[] = measuredFamily('focus_fourier', [
  {
    name: 'depth_of_field_fourier',
    unit: 'ratio',
    range: '0 to 4',
    formula:
      'share of frequencies with a magnitude above 5 a block: mean of the four blocks in the middle of 4 x 4 / mean of all sixteen',
    ...athec,
    ...undefinedIf('or a side is below 4 px, or no frequency is above 5'),
  },
])
