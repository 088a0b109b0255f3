import sharp, { type Metadata, type SharpOptions } from 'sharp'
import { ImageError } from '../errors.ts'
import { capturedAt } from './exif.ts'
import { decodeFailure, refusal } from './failure.ts'
import { asIfRgb } from './jpeg-luma.ts'
import { withImages } from './loaders.ts'
import type { DecodeOptions, Decoding, Picture } from './picture.ts'
import { measurableFormats, sniffFormat, sniffLength } from './sniff.ts'
import { isSrgbProfile } from './srgb-profile.ts'

/**
 * A file's content as a picture: first frame, upright, sRGB, alpha on white, 8 bits a channel, longest side at most
 * `analysisSize`. A picture that needs no scaling keeps every value that libjpeg-turbo gives (accurate DCT, smooth chroma).
 * @param bytes the whole file
 * @throws ImageError `empty_file`, `too_large_file`, `unsupported_format`, `too_many_pixels`, `truncated`, `corrupt`
 */
export async function decode(bytes: Uint8Array, options: Decoding): Promise<Picture> {
  const format = acceptedFormat(bytes, options.maxBytes)
  return await withImages(() => decodeSafely(format, bytes, options))
}

async function decodeSafely(format: string, bytes: Uint8Array, options: Decoding): Promise<Picture> {
  try {
    return await decodeAs(format, bytes, options, 'warning')
  } catch (error) {
    const failure = decodeFailure(error, format, bytes)
    if (!(failure instanceof ImageError)) throw failure
    if (failure.code !== 'corrupt' || !(failure.cause instanceof Error)) throw failure
    return await decodeDamaged(format, bytes, options, failure)
  }
}

/** Oddities that lose no pixel (junk between markers, unsorted tags) end in a warning, all other damage in an error. */
async function decodeDamaged(format: string, bytes: Uint8Array, options: Decoding, failure: ImageError) {
  const said = failure.cause instanceof Error ? failure.cause.message : ''
  if (!harmless.test(said) || harmful.test(said)) throw failure
  try {
    const picture = await decodeAs(format, bytes, options, 'error')
    return {
      ...picture,
      warnings: [...picture.warnings, `damaged: ${firstLine(said.replace(/^Warning treated.*\n/, ''))}`],
    }
  } catch (error) {
    throw decodeFailure(error, format, bytes)
  }
}

const harmless = /extraneous bytes before marker|Warning treated as error|gifload_buffer: Invalid frame data/
const harmful = /premature end|Corrupt JPEG data: (?!\d+ extraneous)|bad Huffman/i

function acceptedFormat(bytes: Uint8Array, maxBytes: number): string {
  if (bytes.length === 0) throw new ImageError('empty_file', 'the file has no bytes; fetch it again')
  if (bytes.length > maxBytes) {
    throw new ImageError(
      'too_large_file',
      `the file has ${bytes.length} bytes, more than ${maxBytes}; raise --max-bytes`,
    )
  }
  const format = sniffFormat(bytes.subarray(0, sniffLength))
  if (format === null || !measurableFormats.has(format)) throw refusal(format)
  return format
}

async function decodeAs(
  format: string,
  bytes: Uint8Array,
  { analysisSize, icc, maxPixels, luma }: Decoding,
  failOn: 'warning' | 'error',
): Promise<Picture> {
  const input: SharpOptions = {
    failOn,
    limitInputPixels: maxPixels,
    ignoreIcc: icc === 'ignore',
    sequentialRead: true,
    pages: 1,
  }
  const header = await sharp(bytes, input).metadata()
  const original = { ...header.autoOrient, format, bytes: bytes.length }
  if (original.width * original.height > maxPixels) {
    throw new ImageError(
      'too_many_pixels',
      `the picture is ${original.width} x ${original.height} px, more than ${maxPixels} px; raise --max-pixels`,
    )
  }

  const upright = (content: Uint8Array, ignoreIcc: boolean) => {
    const image = sharp(content, { ...input, ignoreIcc })
    if ((header.orientation ?? 1) > 1) image.autoOrient()
    if (header.hasAlpha) image.flatten({ background: '#ffffff' })
    if (analysisSize !== 'full' && Math.max(original.width, original.height) > analysisSize) {
      image.resize(analysisSize, analysisSize, { fit: 'inside', withoutEnlargement: true, fastShrinkOnLoad: false })
    }
    return image.toColourspace('srgb')
  }
  const image = upright(bytes, input.ignoreIcc || (header.icc !== undefined && isSrgbProfile(header.icc)))
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  const luminous = luma && format === 'jpeg' ? asIfRgb(bytes) : null
  return {
    rgb: interleavedRgb(data, info.channels),
    width: info.width,
    height: info.height,
    original,
    scale: info.width / original.width,
    warnings: oddities(header, icc),
    capturedAt: header.exif ? capturedAt(header.exif) : null,
    ...(luminous && { luma: await upright(luminous, true).extractChannel(0).raw({ depth: 'uchar' }).toBuffer() }),
  }
}

function interleavedRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data
  const rgb = new Uint8Array((data.length / channels) * 3)
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2]
  for (let from = 0, to = 0; to < rgb.length; from += channels, to += 3) {
    rgb[to] = data[from] ?? 0
    rgb[to + 1] = data[from + green] ?? 0
    rgb[to + 2] = data[from + blue] ?? 0
  }
  return rgb
}

function oddities(header: Metadata, icc: DecodeOptions['icc']): string[] {
  const odd: string[] = []
  if (header.space === 'cmyk') odd.push('cmyk')
  if (header.depth === 'ushort' || header.depth === 'short') odd.push('16-bit')
  else if (header.depth !== 'uchar') odd.push(`${header.depth} samples`)
  if (header.hasAlpha) odd.push('alpha on white')
  if ((header.pages ?? 1) > 1) odd.push(header.delay ? 'animated: first frame' : 'pages: first one')
  if (header.hasProfile && icc === 'ignore') odd.push('profile ignored')
  return odd
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
