/** The formats that are measured. All others are refused, whatever libvips could do with them. */
export const measurableFormats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'])

/** How many bytes of a file `sniffFormat` looks at. */
export const sniffLength = 1024

/**
 * The format of an image by its first bytes; its name is never looked at.
 * @param head the first `sniffLength` bytes, or all if there are fewer
 * @returns a name of `measurableFormats`, or of a format that is known and not measured (`bmp`, `heic`, `svg`, `psd`,
 *   `pdf`, ...); null: not an image
 */
export function sniffFormat(head: Uint8Array): string | null {
  for (const [format, offset, magic] of signatures) if (startsWith(head, magic, offset)) return format
  return isoFormat(head) ?? textFormat(head)
}

/** [format, offset, bytes as Latin-1]. The order matters only where one signature is the start of another. */
const signatures: readonly [string, number, string][] = [
  ['jpeg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['gif', 0, 'GIF87a'],
  ['gif', 0, 'GIF89a'],
  ['webp', 8, 'WEBP'],
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
  ['tiff', 0, 'II+\0'],
  ['tiff', 0, 'MM\0+'],
  ['bmp', 0, 'BM'],
  ['psd', 0, '8BPS'],
  ['ico', 0, '\0\0\x01\0'],
  ['cur', 0, '\0\0\x02\0'],
  ['icns', 0, 'icns'],
  ['jp2', 0, '\0\0\0\x0cjP  \r\n\x87\n'],
  ['jp2', 0, '\xff\x4f\xff\x51'],
  ['jxl', 0, '\0\0\0\x0cJXL \r\n\x87\n'],
  ['jxl', 0, '\xff\x0a'],
  ['pdf', 0, '%PDF-'],
  ['eps', 0, '%!PS'],
  ['eps', 0, '\xc5\xd0\xd3\xc6'],
  ['dds', 0, 'DDS '],
  ['exr', 0, 'v/1\x01'],
  ['hdr', 0, '#?RADIANCE'],
  ['qoi', 0, 'qoif'],
  ['sgi', 0, '\x01\xda'],
  ['blp', 0, 'BLP1'],
  ['blp', 0, 'BLP2'],
  ['pcx', 0, '\x0a\x05\x01\x08'],
  ['fli', 4, '\x11\xaf'],
  ['fli', 4, '\x12\xaf'],
]

/** AVIF, HEIC and their relatives share a container; its `ftyp` box lists brands. */
function isoFormat(head: Uint8Array): string | null {
  if (!startsWith(head, 'ftyp', 4)) return null
  const length = Math.min(head.length, ((head[2] ?? 0) << 8) | (head[3] ?? 0))
  const brands = [latin1(head.subarray(8, 12))]
  for (let at = 16; at + 4 <= length; at += 4) brands.push(latin1(head.subarray(at, at + 4)))
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif'
  return brands.some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)) ? 'heic' : null
}

function textFormat(head: Uint8Array): string | null {
  const text = latin1(head.subarray(0, sniffLength))
  const start = text.replace(/^(\xef\xbb\xbf)?\s*/, '')
  if (/^<(svg|\?xml|!DOCTYPE\s+svg|!--)/i.test(start) && /<svg[\s>:]/i.test(start)) return 'svg'
  return /^P[1-7][\s#]/.test(text) ? 'pnm' : null
}

function startsWith(head: Uint8Array, magic: string, offset: number): boolean {
  if (head.length < offset + magic.length) return false
  for (let i = 0; i < magic.length; i++) if (head[offset + i] !== magic.charCodeAt(i)) return false
  return true
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
