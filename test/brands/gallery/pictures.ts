import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import sharp from 'sharp'
import { withDrawings } from '../../../src/image/loaders.ts'

/** A drawing of one path, as the catalogue has them. */
export const star =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M12 0l3 9h9l-7 5 3 10-8-6-8 6 3-10-7-5h9z"/></svg>'

/** A PNG on which `draw` (SVG elements) stands on a plain ground. */
export async function writePhoto(
  path: string,
  { width = 320, height = 240, ground = '#d8d0c4', draw = '' } = {},
): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/>${draw}</svg>`
  await mkdir(dirname(path), { recursive: true })
  const png = await withDrawings(() => sharp(Buffer.from(svg)).png().toBuffer())
  await writeFile(path, png)
  return path
}
