const exifFolder = 0x8769
const dateTimeOriginal = 0x9003

/**
 * When the camera took the picture: EXIF DateTimeOriginal. Cameras write no time zone, so it is read as UTC.
 * @param exif the EXIF block, with or without its `Exif\0\0` head
 * @returns null where there is none, or it is no date (`0000:00:00 00:00:00`)
 */
export function capturedAt(exif: Uint8Array): Date | null {
  const tiff = exif[0] === 0x45 ? exif.subarray(6) : exif
  if (tiff.length < 14) return null
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const little = view.getUint16(0) === 0x4949
  try {
    const folder = entry(view, view.getUint32(4, little), exifFolder, little)
    if (folder === null) return null
    const date = entry(view, view.getUint32(folder + 8, little), dateTimeOriginal, little)
    if (date === null) return null
    const at = view.getUint32(date + 8, little)
    return parse(String.fromCharCode(...tiff.subarray(at, at + 19)))
  } catch (error) {
    if (error instanceof RangeError) return null // an offset beyond the block: broken EXIF says nothing of the date
    throw error
  }
}

/** Where the 12 bytes of a tag begin in a directory (IFD), or null. */
function entry(view: DataView, directory: number, tag: number, little: boolean): number | null {
  const count = view.getUint16(directory, little)
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + 12 * i
    if (view.getUint16(at, little) === tag) return at
  }
  return null
}

function parse(text: string): Date | null {
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text)
  if (!found) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number)
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const sane = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return sane && year > 1800 && hour < 24 && minute < 60 && second < 60 ? date : null
}
