/**
 * Where the peer is wrong. Athec sorts blocks by the negative of unsigned sums: of nought that is nought, so that empty blocks
 * come first and are counted, 18 and 4 of 100 here. We count the heaviest first, as it says it does.
 */
export const wrongPeers: { name: string; photo: string; by: number }[] = [
  { name: 'athec.spectral.saliency_block', photo: 'coco/images/000000008762.jpg', by: 0.18 },
  { name: 'athec.spectral.saliency_block', photo: 'instaloader/natgeo/2022-10-06_21-00-13_UTC.jpg', by: 0.04 },
]

/** Where equal means less than to nine digits, and why. */
export const looser: { names: RegExp; relative: number; absolute: number }[] = [
  // Single precision in the peer: a few pixels in a million fall to the other side of a half.
  { names: /athec\.(HSL_[HS]|Lab_[ab])_/, relative: 1e-3, absolute: 1e-3 },
  // Single precision in the peer.
  { names: /saliency_|spectral\.|physicalVisualBalance/, relative: 1e-6, absolute: 3e-7 },
  // A rounding of the peer's: NumPy, in double, gives ours.
  { names: /selfSimilarity/, relative: 1e-8, absolute: 0 },
  // Single precision, 441.67 for 441.673.
  { names: /colorVisualBalance|colorbalance|depthOfField/, relative: 1e-6, absolute: 0 },
  // Single precision: a few pixels of a superpixel's border.
  { names: /diagonalDominance|ruleOfThirds/, relative: 1e-5, absolute: 0 },
  // Single precision: a pixel in a million is no crest.
  { names: /ijrm\.edge_density$/, relative: 5e-5, absolute: 0 },
  // Single precision.
  { names: /core\.hasler_cv2_float32$/, relative: 1e-7, absolute: 0 },
  // Single precision; means are taken over every second or fourth place.
  { names: /ijrm\.(feature_congestion|arrangement_ir)$/, relative: 2e-4, absolute: 0 },
  // The map is reckoned at every fourth place, and is cubic between.
  { names: /ijrm\.arrangement_out/, relative: 6e-4, absolute: 0 },
  // Numbers at the border of a bin.
  { names: /ijrm\.subband_entropy$/, relative: 5e-4, absolute: 0 },
  // Its luma has 14 bits where our grey has 15.
  { names: /ijrm\.py\.luminance_entropy$/, relative: 1e-4, absolute: 0 },
]

/** What is compared with nothing, and why. */
export const notCompared: { names: RegExp; why: string }[] = [
  {
    names: /core\.(width|height|bytes|bytes_per_pixel|ln_bytes|ln_bytes_per_pixel)$/,
    why: 'of the file, not of its pixels: columns width, height and bytes of every row',
  },
  { names: /image_analyzer\.(fileSize|width|height)$/, why: 'of the file, as above' },
  { names: /athec\.(file_size|file_size_s|width|height|image_size|diagonal)$/, why: 'of the file, as above' },
  {
    names: /image_analyzer\.colorfulness_batchNormalised40$/,
    why: 'stretched between the least and the most of 40 photos, of which 20 are unknown: of no use outside of its batch',
  },
  {
    names: /athec\.edge_distance/,
    why: 'of 1000 edge pixels drawn by Python’s seeded random numbers: left out by the goal',
  },
  { names: /athec\.r300\./, why: 'boxes and segments: left out by the goal' },
  { names: /ijrm\.freqfactor$/, why: 'wrong: called with a picture of three channels; freqfactor_grey is compared' },
  { names: /ijrm\.py\.colour_complexity$/, why: 'wrong: squares of 8 bits overflow' },
]
