import sharp from 'sharp'
import { withDrawings } from '../../../src/image/loaders.ts'
import type { Picture } from '../../../src/image/picture.ts'

/** A picture drawn as SVG. */
export async function drawn(width: number, height: number, shapes: string): Promise<Picture> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`
  const { data, info } = await withDrawings(() =>
    sharp(Buffer.from(svg)).flatten({ background: '#fff' }).raw().toBuffer({ resolveWithObject: true }),
  )
  const original = { width: info.width, height: info.height, format: 'png', bytes: data.length }
  return { rgb: data, width: info.width, height: info.height, original, scale: 1, warnings: [], capturedAt: null }
}

/** A made-up emblem of 100 x 60: angular, with places that stand out; the same seed gives the same emblem. */
export function emblem(seed: number): string {
  let state = seed
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
  const polygons = Array.from({ length: 14 }, () => {
    const [x, y] = [5 + next(90), 5 + next(50)]
    const points = Array.from({ length: 4 }, () => `${x + next(26) - 13},${y + next(22) - 11}`).join(' ')
    return `<polygon points="${points}" fill="rgb(${next(256)},${next(256)},${next(256)})"/>`
  })
  return `<rect width="100" height="60" fill="#f4f0e0"/>${polygons.join('')}`
}

/** Leaves on a lawn: something that no emblem is like. */
export function clutter(width: number, height: number, seed: number): string {
  let state = seed
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
  const leaves = Array.from({ length: 150 }, () => {
    const [x, y, turn] = [next(width), next(height), next(360)]
    return `<ellipse cx="${x}" cy="${y}" rx="${4 + next(20)}" ry="${2 + next(8)}" transform="rotate(${turn} ${x} ${y})" fill="rgb(${next(120)},${80 + next(140)},${next(90)})"/>`
  })
  return `<rect width="${width}" height="${height}" fill="#4a6b35"/>${leaves.join('')}`
}
