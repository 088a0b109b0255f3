import type { Size } from './box.ts'

/** What a file says of itself, before and after decoding. Sizes are of the upright original. */
export interface Original extends Size {
  /** `jpeg`, `png`, `webp`, `gif`, `tiff` or `avif`. */
  format: string
  /** Length of the file. */
  bytes: number
}

/** A decoded picture: upright, sRGB, alpha flattened on white, 8 bits a channel, at analysis size. */
export interface Picture extends Size {
  /** Interleaved RGB, length 3 · width · height. */
  rgb: Uint8Array
  /** The luma of a JPEG as the file stores it, before it was made RGB, a byte a pixel: if it was asked for and there is one. */
  luma?: Uint8Array
  original: Original
  /** width / original.width: 1 unless the picture was made smaller. */
  scale: number
  /** What was odd and survived: `cmyk`, `16-bit`, `animated`, `profile ignored`, ... */
  warnings: string[]
  /** When the camera says it was taken (EXIF DateTimeOriginal, no time zone: read as UTC), or null. */
  capturedAt: Date | null
}

export interface DecodeOptions {
  /** Longest side in px at most; `full` leaves every picture as it is. */
  analysisSize: number | 'full'
  /** Convert by the embedded profile to sRGB, or take the numbers as they are (as OpenCV does). */
  icc: 'convert' | 'ignore'
  maxBytes: number
  maxPixels: number
}

/** What is wanted of one file: the rules for every picture, and what only some variables need. */
export interface Decoding extends DecodeOptions {
  /** A JPEG's luma, too: the file is decoded twice. */
  luma?: boolean
}

export const defaultDecodeOptions: DecodeOptions = {
  analysisSize: 1080,
  icc: 'convert',
  maxBytes: 50_000_000,
  maxPixels: 100_000_000,
}
