/**
 * What a file's name says it is. Content is looked at elsewhere.
 */

const imageEndings = new Set(
  (
    'jpg jpeg jpe jfif pjpeg pjp png apng webp gif tif tiff avif ' +
    'bmp dib heic heif hif svg svgz ico cur icns psd psb xcf jp2 j2k j2c jpf jpx jxl tga pcx pbm pgm ppm pnm pam ' +
    'exr hdr qoi sgi dds blp fli flc eps wmf emf xbm xpm ' +
    'dng cr2 cr3 crw nef nrw arw srf sr2 orf rw2 raf pef'
  ).split(' '),
)
const videoEndings = new Set('mp4 m4v mov webm mkv avi mpg mpeg 3gp wmv flv ogv'.split(' '))

/** The part after the last dot, lower case, without the dot; empty where there is none. */
export function ending(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
}

/** Does the name call itself an image, measurable or not? */
export const namedImage = (name: string): boolean => imageEndings.has(ending(name))

export const namedVideo = (name: string): boolean => videoEndings.has(ending(name))

/** What a file that is left out is counted as: `video`, `.txt`, `.json.xz`, `no ending`. */
export function leftOutKind(name: string): string {
  if (namedVideo(name)) return 'video'
  if (name.toLowerCase().endsWith('.json.xz')) return '.json.xz'
  const last = ending(name)
  return last ? `.${last}` : 'no ending'
}
