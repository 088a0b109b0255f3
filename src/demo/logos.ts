import sharp from 'sharp'
import {
  type SimpleIcon,
  siCisco,
  siEbay,
  siFila,
  siIntel,
  siJeep,
  siLenovo,
  siNike,
  siNikon,
  siPanasonic,
  siSamsung,
  siSiemens,
  siSony,
  siStarbucks,
} from 'simple-icons'
import type { Box } from '../image/box.ts'

/** A logo of the simple-icons package, to be pasted on scenes. */
export interface DemoLogo {
  brand: string
  /** SVG path data in a 24 x 24 view box. */
  path: string
  /** The ink of the path within that view box. */
  ink: Box
  /** The brand's colour, `#rrggbb`. */
  colour: string
  /** Whether the logo can be read as text; a symbol can't be found as a wordmark. */
  wordmark: boolean
}

const wordmarks = [siSamsung, siSony, siSiemens, siPanasonic, siFila, siNikon]
const symbols = [siNike, siStarbucks]
/** Brands that nobody tracks in the demo: naming a tracked one for them would be a false alarm. */
const strangers = [siLenovo, siEbay, siJeep, siIntel, siCisco]

export interface DemoLogos {
  tracked: DemoLogo[]
  untracked: DemoLogo[]
}

export async function demoLogos(): Promise<DemoLogos> {
  return {
    tracked: await Promise.all([
      ...wordmarks.map((icon) => toLogo(icon, true)),
      ...symbols.map((icon) => toLogo(icon, false)),
    ]),
    untracked: await Promise.all(strangers.map((icon) => toLogo(icon, true))),
  }
}

async function toLogo({ title, path, hex }: SimpleIcon, wordmark: boolean): Promise<DemoLogo> {
  return { brand: title, path, ink: await inkOf(path), colour: `#${hex}`, wordmark }
}

/** The smallest box around what a path draws: it is drawn at 20 px a unit and the empty margin is measured. */
async function inkOf(path: string): Promise<Box> {
  const zoom = 20
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${24 * zoom}" height="${24 * zoom}" viewBox="0 0 24 24"><path d="${path}"/></svg>`
  // In a pipeline of its own, as sharp trims before it flattens.
  const drawn = await sharp(Buffer.from(svg)).flatten({ background: 'white' }).png().toBuffer()
  const { info } = await sharp(drawn).trim({ background: 'white', threshold: 40 }).toBuffer({ resolveWithObject: true })
  const x1 = -(info.trimOffsetLeft ?? 0) / zoom
  const y1 = -(info.trimOffsetTop ?? 0) / zoom
  return { x1, y1, x2: x1 + info.width / zoom, y2: y1 + info.height / zoom }
}
