import type { Picture } from '../image/picture.ts'
import { type Hsv, type HsvCounts, hsvCountsOf } from './hsv.ts'
import { canny, type Edges } from './kernel/canny.ts'
import { forget } from './kernel/module.ts'
import { type Palette, paletteOf } from './kernel/palette.ts'
import { greyOf, histogramOf, hsvOf } from './kernel/planes.ts'
import { enlarged, type SaliencyMap } from './kernel/saliency.ts'
import { saliencyOf } from './saliency-map.ts'

/** A picture and what several families need of it, each made when it is first asked for. */
export interface View {
  readonly picture: Picture
  readonly width: number
  readonly height: number
  readonly pixels: number
  /** The distinct colours and how many pixels have each. */
  readonly palette: Palette
  /** How many pixels have each hue, saturation and value of `hsv`. */
  readonly hsvCounts: HsvCounts
  /** Grey levels as OpenCV's RGB2GRAY: Rec. 601 luma in 15-bit fixed point, rounded. */
  readonly grey: Uint8Array
  /** How many pixels have each of the 256 grey levels. */
  readonly greyCounts: Uint32Array
  /** Hue in half degrees, saturation and value, 8 bits each, as OpenCV's RGB2HSV. */
  readonly hsv: Hsv
  /** Edges of Canny with thresholds 100 and 200. */
  readonly edges: Edges
  /** Spectral residual saliency; null where nothing stands out. */
  readonly saliency: SaliencyMap | null
}

export function viewOf(picture: Picture): View {
  const { width, height, rgb } = picture
  forget()
  const grey = once(() => greyOf(rgb))
  const greyCounts = once(() => histogramOf(grey()))
  const palette = once(() => paletteOf(rgb))
  const hsvCounts = once(() => hsvCountsOf(palette()))
  const hsv = once(() => hsvOf(rgb))
  const edges = once(() => canny(grey(), picture, { low: 100, high: 200 }))
  const saliency = once(() => {
    const small = saliencyOf(grey(), picture)
    return small && enlarged(small, picture)
  })
  return {
    picture,
    width,
    height,
    pixels: width * height,
    get palette() {
      return palette()
    },
    get hsvCounts() {
      return hsvCounts()
    },
    get grey() {
      return grey()
    },
    get greyCounts() {
      return greyCounts()
    },
    get hsv() {
      return hsv()
    },
    get edges() {
      return edges()
    },
    get saliency() {
      return saliency()
    },
  }
}

/** A function that works once and remembers. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
