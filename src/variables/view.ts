import type { Picture } from '../image/picture.ts'
import { canny, type Edges } from './kernel/canny.ts'
import { type HsvCounts, hsvCountsOf } from './kernel/colour-walks.ts'
import type { Palette } from './kernel/palette.ts'
import { type Hsv, hsvOf, type MatlabGreys, matlabGreysOf } from './kernel/planes.ts'
import { bytesOf, forget, type Plane } from './kernel/resident.ts'
import { enlarged, type SaliencyMap } from './kernel/saliency.ts'
import { type Scan, scan } from './kernel/scan.ts'
import { saliencyOf } from './saliency-map.ts'

/** A picture and what several families need of it, each made when it is first asked for. Good until the next picture's view. */
export interface View {
  readonly picture: Picture
  readonly width: number
  readonly height: number
  readonly pixels: number
  /** What the core is reckoned from. */
  readonly scan: Scan
  /** The distinct colours and how many pixels have each. */
  readonly palette: Palette
  /** How many pixels have each hue, saturation and value of `hsv`. */
  readonly hsvCounts: HsvCounts
  /** Grey levels as OpenCV's RGB2GRAY. */
  readonly grey: Plane
  readonly matlabGreys: MatlabGreys
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
  const scanned = once(() => scan(rgb, picture))
  const hsvCounts = once(() => hsvCountsOf(scanned().palette))
  const hsv = once(() => hsvOf(rgb))
  const matlabGreys = once(() => matlabGreysOf(rgb))
  const edges = once(() => canny(scanned().grey, picture, { low: 100, high: 200 }))
  const saliency = once(() => {
    const small = saliencyOf(bytesOf(scanned().grey), picture)
    return small && enlarged(small, picture)
  })
  return {
    picture,
    width,
    height,
    pixels: width * height,
    get scan() {
      return scanned()
    },
    get palette() {
      return scanned().palette
    },
    get hsvCounts() {
      return hsvCounts()
    },
    get grey() {
      return scanned().grey
    },
    get matlabGreys() {
      return matlabGreys()
    },
    get greyCounts() {
      return scanned().greys
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
