const exifFolder = 0x8769
const dateTimeOriginal = 0x9003

/**
 * When the camera took the picture: EXIF DateTimeOriginal. Cameras write no time zone, so it is read as UTC.
 * @param exif the EXIF block, with or without its `Exif\0\0` head
 * @returns null where there is none, or it is no date (`0000:00:00 00:00:00`)
 */
export function capturedAt(exif: Uint8Array): Date | null {
  const tiff = exif[0] === 0x45 ? exif.subarray(6) : exif
  const little = tiff[0] === 0x49
  const folder = tagValue(tiff, uint(tiff, 4, 4, little), exifFolder, little)
  const at = folder === null ? null : tagValue(tiff, folder, dateTimeOriginal, little)
  return at === null ? null : parse(String.fromCharCode(...tiff.subarray(at, at + 19)))
}

/** The value, or its offset, of a tag in a directory (IFD) of 12-byte entries; null where there is none. */
function tagValue(tiff: Uint8Array, directory: number, tag: number, little: boolean): number | null {
  const count = uint(tiff, directory, 2, little)
  for (let at = directory + 2; at < directory + 2 + 12 * count && at + 12 <= tiff.length; at += 12) {
    if (uint(tiff, at, 2, little) === tag) return uint(tiff, at + 8, 4, little)
  }
  return null
}

/** A number of 2 or 4 bytes; beyond the end of a broken block all bytes are 0. */
function uint(bytes: Uint8Array, at: number, size: 2 | 4, little: boolean): number {
  let value = 0
  for (let i = 0; i < size; i++) value += (bytes[little ? at + i : at + size - 1 - i] ?? 0) * 256 ** i
  return value
}

function parse(text: string): Date | null {
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text)
  if (!found) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number)
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const sane = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return sane && year > 1800 && hour < 24 && minute < 60 && second < 60 ? date : null
}
