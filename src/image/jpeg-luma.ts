const adobeRgb = Uint8Array.of(0xff, 0xee, 0, 14, ...latin1('Adobe'), 0, 100, 0, 0, 0, 0, 0)

/**
 * A JPEG that libjpeg takes for one of R, G and B, though it has Y, Cb and Cr: decoded, its first channel is the luma as the file
 * stores it, before colours are made of it and cut at 0 and 255. The pixels and the orientation are those of the file.
 * @returns null where there is no such luma: grey, RGB and CMYK files, and heads that can't be read
 */
export function asIfRgb(jpeg: Uint8Array): Uint8Array | null {
  const kept: Uint8Array[] = [jpeg.subarray(0, 2), adobeRgb]
  let components = ''
  let [jfif, adobe] = [false, null as number | null]
  for (const { marker, bytes, body } of segments(jpeg)) {
    if (marker === marks.jfif && startsWith(body, 'JFIF\0')) jfif = true
    else if (marker === marks.adobe && startsWith(body, 'Adobe')) adobe = body[11] ?? null
    else kept.push(bytes)
    if (isFrame(marker)) components = namesOfComponents(body)
    if (marker === marks.scan) return isLuma({ components, jfif, adobe }) ? Buffer.concat(kept) : null
  }
  return null
}

/** How libjpeg tells Y, Cb and Cr from R, G and B. */
function isLuma({ components, jfif, adobe }: { components: string; jfif: boolean; adobe: number | null }): boolean {
  if (components.length !== 3) return false
  if (jfif) return true
  return adobe === null ? components !== 'RGB' : adobe !== 0
}

const marks = { jfif: 0xe0, adobe: 0xee, scan: 0xda }

interface Segment {
  marker: number
  /** With its marker, and with what stands before it and belongs to none. */
  bytes: Uint8Array
  /** What follows its length. */
  body: Uint8Array
}

/** The segments of a JPEG's head; the last one, the first scan, has all that follows. */
function* segments(jpeg: Uint8Array): Generator<Segment> {
  let from = 2
  let at = from
  while (at < jpeg.length) {
    at = jpeg.indexOf(0xff, at)
    if (at < 0) return
    while (jpeg[at] === 0xff) at++
    const marker = jpeg[at++] ?? 0
    if (standsAlone(marker)) continue
    const end = at + 256 * (jpeg[at] ?? 0) + (jpeg[at + 1] ?? 0)
    const body = jpeg.subarray(at + 2, end)
    yield { marker, body, bytes: jpeg.subarray(from, marker === marks.scan ? undefined : end) }
    if (marker === marks.scan) return
    from = end
    at = end
  }
}

function standsAlone(marker: number): boolean {
  return marker <= 1 || (marker >= 0xd0 && marker <= 0xd8)
}

/** SOF0 to SOF15 but for the three of other meaning among them: tables of Huffman codes, an extension, conditions of arithmetic coding. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/** A letter for each: precision, height and width (5 bytes), their number, then 3 bytes each. */
function namesOfComponents(frame: Uint8Array): string {
  return Array.from({ length: frame[5] ?? 0 }, (_, i) => String.fromCharCode(frame[6 + 3 * i] ?? 0)).join('')
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return latin1(text).every((code, i) => bytes[i] === code)
}

function latin1(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0))
}
