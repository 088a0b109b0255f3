import { ImageError } from '../errors.ts'

/** What a refused file is, and what to do with it. */
export function refusal(format: string | null): ImageError {
  if (format === null)
    return new ImageError(
      'unsupported_format',
      'the content is not an image that is known; remove it or convert it to JPEG or PNG',
    )
  return new ImageError(
    'unsupported_format',
    `the content is ${names[format] ?? format.toUpperCase()}; convert it to JPEG or PNG`,
  )
}

const names: Record<string, string> = {
  heic: 'HEIC, which sharp does not decode',
  svg: 'SVG, which has no pixels',
  pdf: 'PDF, a document',
  psd: 'a Photoshop document (PSD)',
  ico: 'a Windows icon (ICO)',
  cur: 'a Windows cursor (CUR)',
  icns: 'a macOS icon (ICNS)',
  jp2: 'JPEG 2000',
  jxl: 'JPEG XL',
  pnm: 'PNM (PBM, PGM or PPM)',
}

/**
 * Why sharp could not decode, as one of our codes; the error itself where it isn't sharp's.
 * libvips has no codes of its own, so its words are read; tests keep them true for the version in package.json.
 */
export function decodeFailure(error: unknown, format: string, bytes: Uint8Array): unknown {
  if (!(error instanceof Error) || error instanceof ImageError) return error
  const says = error.message
  const name = format.toUpperCase()
  const because = `${says
    .replace(/\s*\n\s*/g, '; ')
    .replace(/[;:\s]+$/, '')
    .slice(0, 200)}`
  const as = (code: ImageError['code'], what: string) => new ImageError(code, `${what} (${because})`, { cause: error })

  if (/exceeds pixel limit/.test(says))
    return as('too_many_pixels', 'the picture has more pixels than --max-pixels; raise it or make the picture smaller')
  if (/support is not configured|not supported|unsupported (compression|codec)/i.test(says)) {
    return as('unsupported_format', `this kind of ${name} can't be decoded; convert it to JPEG or PNG`)
  }
  if (/out of memory|unable to allocate/i.test(says))
    return as('out_of_memory', 'there was not enough memory to decode it')
  if (endsEarly(says, format, bytes)) return as('truncated', `the ${name} ends before the picture does; fetch it again`)
  return as('corrupt', `the ${name} does not decode; fetch it again`)
}

function endsEarly(says: string, format: string, bytes: Uint8Array): boolean {
  if (/premature end of JPEG|Unexpected end of GIF|unexpected end of file|end of stream/i.test(says)) return true
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (format === 'png') return pngEndsEarly(view)
  if (format === 'webp') return bytes.length < 12 || view.getUint32(4, true) + 8 > bytes.length
  if (format === 'avif') return boxesEndEarly(view)
  if (format === 'tiff') return tiffEndsEarly(says, view)
  return false
}

/** Whether the chunks are sound and the last one reaches past the end of the file, or IEND is missing. */
function pngEndsEarly(view: DataView): boolean {
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...[4, 5, 6, 7].map((i) => view.getUint8(at + i)))
    if (type === 'IEND' || !/^[A-Za-z]{4}$/.test(type) || (at === 8 && type !== 'IHDR')) return false
  }
  return true
}

/** Whether the last box of an ISO container reaches past the end of the file. */
function boxesEndEarly(view: DataView): boolean {
  let at = 0
  while (at + 8 <= view.byteLength) {
    const size = view.getUint32(at)
    if (size < 8) return false // to the end of the file, or 64-bit: neither is cut off here
    at += size
  }
  return at > view.byteLength
}

/** Whether the directory, or a strip that was asked for, lies beyond the end of the file. */
function tiffEndsEarly(says: string, view: DataView): boolean {
  if (view.byteLength < 8) return true
  const directory = view.getUint32(4, view.getUint8(0) === 0x49)
  const seek = /bad seek to (\d+)/.exec(says)
  return directory + 2 > view.byteLength || (seek !== null && Number(seek[1]) >= view.byteLength)
}
