import { short } from '../format.ts'
import type { Thumbnail } from '../thumbnails.ts'
import { html, type Markup, type Part } from './markup.ts'

/** A box in pixels of the original. */
export interface DrawnBox {
  x1: number
  y1: number
  x2: number
  y2: number
  /** Null: the box alone, where a label would lie on that of a neighbour. */
  label: string | null
  /** What somebody saw, drawn unlike what was found. */
  isTruth?: boolean
}

export interface DrawnPicture {
  thumbnail: Thumbnail | null
  /** Of the original: boxes stand as they were measured. */
  width: number
  height: number
  boxes: readonly DrawnBox[]
  /** For those who don't see it: what the picture shows. */
  shows: string
}

/** A picture under its boxes; an outline, and why, where there is no picture. */
export function drawing({ thumbnail, width, height, boxes, shows }: DrawnPicture): Markup {
  const src = thumbnail && 'src' in thumbnail ? thumbnail.src : null
  const missing = thumbnail && 'missing' in thumbnail ? thumbnail.missing : null
  const label = `${src ? 'Picture' : 'Outline of a picture'} that shows ${shows}, with ${boxes.length} ${boxes.length === 1 ? 'box' : 'boxes'}`
  return html`<div class="picture"><svg role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}">${
    src
      ? html`<image href="${src}" width="${width}" height="${height}" preserveAspectRatio="none"></image>`
      : html`<rect class="blank" width="${width}" height="${height}"></rect>`
  }${boxes.map((box) => outline(box, { width, height }))}</svg>${missing && html`<p class="note">No picture: ${missing}.</p>`}</div>`
}

function outline({ label, isTruth, x1, y1, x2, y2 }: DrawnBox, size: { width: number; height: number }): Part {
  const rectangle = (name: string) =>
    html`<rect class="${name}" x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}"></rect>`
  const text = Math.round(Math.max(size.width, size.height) / 22)
  const inside = y2 + text * 1.4 > size.height ? y1 + text * 1.05 : y2 + text * 1.05
  const y = y1 > text * 1.4 ? y1 - text * 0.4 : inside
  // Toward the right edge, the label ends where the box ends.
  const [x, anchor] = x1 > size.width * 0.6 ? [x2, 'end'] : [x1, 'start']
  const caption =
    label !== null &&
    html`<text class="${isTruth ? 'box-label truth-label' : 'box-label'}" x="${x}" y="${y}" text-anchor="${anchor}" font-size="${text}">${short(label, 34)}</text>`
  return [rectangle('halo'), rectangle(isTruth ? 'box truth' : 'box'), caption]
}
