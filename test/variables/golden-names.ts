import type { Size } from '../../src/image/box.ts'
import type { Row } from '../../src/variables/registry/index.ts'

/** The goldens of `../shared/golden`, without `golden_` and `.json`: values of photos by name. */
export type Peer = 'core' | 'image_analyzer' | 'athec' | 'ijrm'
export type Golden = Record<string, Record<string, GoldenValue>>
export type GoldenValue = number | string | number[]

/** A peer's value, from our row: a column's name, or what must be done to a column first. */
export type Ours = string | ((row: Row, picture: Size) => number | null)

const n = (row: Row, name: string) => {
  const value = row[name]
  return typeof value === 'number' ? value : null
}
const times =
  (name: string, factor: number): Ours =>
  (row) => {
    const value = n(row, name)
    return value === null ? null : factor * value
  }

/** Overgoor et al. divide by half the pixels, also where the line in the middle has no partner and is left out. */
const ofHalf =
  (name: string, side: (picture: Size) => number): Ours =>
  (row, picture) => {
    const [value, length] = [n(row, name), side(picture)]
    return value === null ? null : 1 - (1 - value) * ((length >> 1) / (length / 2))
  }

const core: Record<string, Ours> = {
  luma_mean: 'brightness',
  luma_sd: 'contrast',
  hsv_s_mean: 'saturation_mean',
  hsv_s_sd: 'saturation_sd',
  hsv_v_mean: 'value_mean',
  hsv_v_sd: 'value_sd',
  hasler_exact: 'colourfulness',
  hasler_cv2_float32: 'colourfulness',
  entropy_bits: 'entropy',
  laplacian_var: 'sharpness',
  canny_otsu_density: 'edge_density',
  lab_L_mean: 'lab_l_mean',
  lab_a_mean: 'lab_a_mean',
  lab_b_mean: 'lab_b_mean',
  lab_L_sd: 'lab_l_sd',
  lab_a_sd: 'lab_a_sd',
  lab_b_sd: 'lab_b_sd',
  lab_chroma_mean: 'chroma_mean',
  phash: 'phash',
  ahash: 'ahash',
  dhash: 'dhash',
  whash: 'whash',
  grey8_mean: 'grey_mean',
  grey8_sd: 'grey_sd',
  hsv8_s_mean_cv2: times('hsv_s_mean', 1 / 255),
  hsv8_s_sd_cv2: times('hsv_s_sd', 1 / 255),
  hsv8_h_mean_cv2: 'hsv_h_mean',
  hasler_abs_variant: 'colourfulness_abs',
  entropy_nats: 'grey_entropy',
  otsu_threshold: 'otsu_threshold',
  canny_100_200_density: 'edge_density_100_200',
  saliency_x: 'saliency_x',
  saliency_y: 'saliency_y',
  saliency_mean: 'saliency_mean',
}

const imageAnalyzer: Record<string, Ours> = {
  hues_warm: 'hue_warm_image_analyzer',
  hues_cold: 'hue_cold_image_analyzer',
  aspectRatio: 'aspect_ratio',
  rMean: 'red_mean',
  rStd: 'red_sd',
  gMean: 'green_mean',
  gStd: 'green_sd',
  bMean: 'blue_mean',
  bStd: 'blue_sd',
  hueMean: 'hsv_h_mean',
  hueStd: 'hsv_h_sd',
  greyscaleMean: 'grey_mean',
  greyscaleStd: 'grey_sd',
  shannonEntropy: 'entropy',
  blur: 'sharpness',
  brightnessMean: 'value_mean',
  saturationMean: times('hsv_s_mean', 1 / 255),
  contrast: 'contrast_value_2sd',
  colorfulness_raw: 'colourfulness',
  visualComplexity: 'bright_regions',
  selfSimilarity: 'self_similarity_luma',
  clarity: 'clarity',
  noise: 'noise_padded',
  depthOfFieldHue: 'depth_of_field_hue',
  depthOfFieldSaturation: 'depth_of_field_saturation',
  depthOfFieldValue: 'depth_of_field_value',
  diagonalDominance: 'diagonal_dominance_image_analyzer',
  ruleOfThirds: 'rule_of_thirds_image_analyzer',
  colorVisualBalanceVertical: 'colour_balance_vertical',
  colorVisualBalanceHorizontal: 'colour_balance_horizontal',
  sizeDifference: 'figure_size_difference',
  colorDifference: 'figure_colour_difference',
  textureDifference: 'figure_edge_difference',
  physicalVisualBalanceVertical: 'balance_vertical',
  physicalVisualBalanceHorizontal: 'balance_horizontal',
}

const ijrm: Record<string, Ours> = {
  luminance_complexity: 'luminance_entropy_gamma',
  color_complexity: 'colour_entropy',
  colorfulness: 'colourfulness_lab',
  numofcolors: 'distinct_colours',
  brightness: 'value_mean',
  saturation: 'saturation_mean',
  contrast: 'contrast_saturation_sd',
  warmth: 'hue_warm_overgoor',
  'py.luminance_entropy': 'entropy',
  freqfactor_grey: 'frequency_factor',
  luminance2: 'laplacian_mean',
  luminance3: 'laplacian_mean_products',
  clarity: 'clarity',
  colorbalance_horizontal: ofHalf('colour_balance_vertical', ({ height }) => height),
  colorbalance_vertical: ofHalf('colour_balance_horizontal', ({ width }) => width),
  edge_density: 'edge_density_overgoor',
  'py.edge_ratio': 'edge_density_100_200',
  feature_congestion: 'feature_congestion',
  subband_entropy: 'subband_entropy',
  arrangement_ir: 'arrangement_irregularity',
  arrangement_out1_av: 'arrangement_asymmetry_horizontal',
  arrangement_out2_ah: 'arrangement_asymmetry_vertical',
}

/** Athec's names of channels and summaries; its G and B are swapped. */
const athecChannels = {
  RGB_R: 'red',
  RGB_G: 'blue',
  RGB_B: 'green',
  HSV_H: 'hsv_h',
  HSV_S: 'hsv_s',
  HSV_V: 'hsv_v',
  HSL_H: 'hls_h',
  HSL_S: 'hls_s',
  HSL_L: 'hls_l',
  XYZ_X: 'xyz_x',
  XYZ_Y: 'xyz_y',
  XYZ_Z: 'xyz_z',
  Lab_L: 'lab8_l',
  Lab_a: 'lab8_a',
  Lab_b: 'lab8_b',
  gray: 'grey',
}
const athecSummaries = {
  mean: 'mean',
  median: 'median',
  std_dev: 'sd',
  min: 'min',
  max: 'max',
  quartile_1: 'q1',
  quartile_3: 'q3',
  skew: 'skew',
  kurtosis: 'kurtosis',
  entropy: 'entropy',
}

const athec: Record<string, Ours> = {
  ...Object.fromEntries(
    Object.entries(athecChannels).flatMap(([theirs, ours]) =>
      Object.entries(athecSummaries).map(([summary, our]) => [`${theirs}_${summary}`, `${ours}_${our}`]),
    ),
  ),
  HSV_H_circular_mean: times('hue_mean', 0.5),
  HSV_H_circular_std_dev: times('hue_sd', 0.5),
  HSL_H_circular_mean: times('hls_h_circular_mean', 0.5),
  HSL_H_circular_std_dev: times('hls_h_circular_sd', 0.5),
  aspect_ratio: 'aspect_ratio',
  contrast_range: 'contrast_90',
  contrast_range_lower: 'contrast_90_low',
  contrast_range_upper: 'contrast_90_high',
  contrast_n_peak: 'contrast_peaks',
  contrast_peak_distance: 'contrast_peak_distance',
  contrast_peak_list: 'contrast_peak_levels',
  colorful: 'colourfulness',
  colorful_emd: 'colourfulness_emd',
  hue_count: 'hue_count',
  sharp_laplacian: 'sharpness_laplacian_sd',
  sharp_fft: 'sharpness_fourier',
  dof_inner_fft: 'depth_of_field_fourier',
  sharp_mlv: 'sharpness_local',
  dof_inner_laplacian: 'depth_of_field_laplacian',
  dof_inner_mlv: 'depth_of_field_local',
  edge_density: 'edge_density_blurred',
  edge_density_noblur: 'edge_density',
  n_line: 'lines',
  n_line_hor: 'lines_horizontal',
  n_line_ver: 'lines_vertical',
  n_line_slant: 'lines_slanted',
  ...mapNames('spectral', 'saliency'),
  ...mapNames('fine', 'saliency_fine'),
  saliency_consistency: 'saliency_consistency',
}

/** Athec's names of what it says of a map of saliency; distances to each line and each crossing follow from the map's centre. */
function mapNames(theirs: string, ours: string): Record<string, Ours> {
  const to = (axis: 'x' | 'y', third: number) => (row: Row) => {
    const place = n(row, `${ours}_centre_${axis}`)
    return place === null ? null : Math.abs(place - third / 3)
  }
  const both = (thirdX: number, thirdY: number) => (row: Row) => {
    const [x, y] = [to('x', thirdX)(row), to('y', thirdY)(row)]
    return x === null || y === null ? null : Math.hypot(x, y)
  }
  const names: Record<string, Ours> = {
    saliency_total: `${ours}_total`,
    saliency_block: `${ours}_block`,
    com_x: `${ours}_centre_x`,
    com_y: `${ours}_centre_y`,
    balance_com_ver: `${ours}_centre_distance_x`,
    balance_com_hor: `${ours}_centre_distance_y`,
    balance_com_center: `${ours}_centre_distance`,
    rot_com_ver1: to('x', 1),
    rot_com_ver2: to('x', 2),
    rot_com_ver: `${ours}_thirds_x`,
    rot_com_hor1: to('y', 1),
    rot_com_hor2: to('y', 2),
    rot_com_hor: `${ours}_thirds_y`,
    rot_com_int1: both(1, 1),
    rot_com_int2: both(1, 2),
    rot_com_int3: both(2, 1),
    rot_com_int4: both(2, 2),
    rot_com_int: `${ours}_thirds`,
    rot_band_ver1: `${ours}_band_left`,
    rot_band_ver2: `${ours}_band_right`,
    rot_band_ver: `${ours}_band_vertical`,
    rot_band_hor1: `${ours}_band_upper`,
    rot_band_hor2: `${ours}_band_lower`,
    rot_band_hor: `${ours}_band_horizontal`,
    rot_band_int1: `${ours}_band_upper_left`,
    rot_band_int2: `${ours}_band_upper_right`,
    rot_band_int3: `${ours}_band_lower_left`,
    rot_band_int4: `${ours}_band_lower_right`,
    rot_band_int: `${ours}_band_crossings`,
  }
  return Object.fromEntries(Object.entries(names).map(([name, our]) => [`${theirs}.${name}`, our]))
}

export const compared: Record<Peer, Record<string, Ours>> = { core, image_analyzer: imageAnalyzer, athec, ijrm }
