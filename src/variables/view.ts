import type { Picture } from '../image/picture.ts'
import { type Hsv, hsvOf } from './hsv.ts'
import { canny } from './kernel/canny.ts'
import { saliencyMap } from './saliency-map.ts'

/** A picture and what several families need of it, each made when it is first asked for. */
export interface View {
  readonly picture: Picture
  readonly width: number
  readonly height: number
  readonly pixels: number
  /** Grey levels as OpenCV's RGB2GRAY: Rec. 601 luma in 15-bit fixed point, rounded. */
  readonly grey: Uint8Array
  /** How many pixels have each of the 256 grey levels. */
  readonly greyCounts: Uint32Array
  /** Hue in half degrees, saturation and value, 8 bits each, as OpenCV's RGB2HSV. */
  readonly hsv: Hsv
  /** 1 for pixels on an edge of Canny with thresholds 100 and 200. */
  readonly edges: Uint8Array
  /** Spectral residual saliency, 0 to 1 a pixel; null where nothing stands out. */
  readonly saliency: Float32Array | null
}

export function viewOf(picture: Picture): View {
  const { width, height, rgb } = picture
  const grey = once(() => greysOf(rgb))
  const greyCounts = once(() => histogramOf(grey()))
  const hsv = once(() => hsvOf(rgb))
  const edges = once(() => canny(grey(), picture, 100, 200))
  const saliency = once(() => saliencyMap(grey(), picture))
  return {
    picture,
    width,
    height,
    pixels: width * height,
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

function greysOf(rgb: Uint8Array): Uint8Array {
  const greys = new Uint8Array(rgb.length / 3)
  for (let i = 0, at = 0; i < greys.length; i++, at += 3) {
    greys[i] =
      (9798 * (rgb[at] as number) + 19235 * (rgb[at + 1] as number) + 3735 * (rgb[at + 2] as number) + 16384) >> 15
  }
  return greys
}

/** How many of 8-bit values are 0, 1, ..., 255. */
export function histogramOf(levels: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256)
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i] as number
    counts[level] = (counts[level] as number) + 1
  }
  return counts
}
