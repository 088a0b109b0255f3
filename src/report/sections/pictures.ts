import { count, indexEstimate, percent, short } from '../format.ts'
import type { Findings, ShownPicture } from '../gather.ts'
import { note, type Section } from '../html/blocks.ts'
import { html, type Markup, type Part } from '../html/markup.ts'
import type { LogoBox } from '../queries-pictures.ts'

export function pictures({ pictures, overview }: Findings): Section {
  const body =
    pictures.length === 0
      ? html`<p>${overview.branded === 0 ? 'No image shows a tracked brand, so there is none to show here.' : 'Pictures were left out of this report.'}</p>`
      : [
          html`<p>The images with the largest logo size × centrality, brand by brand. Boxes are what was found; look whether they are right.</p>`,
          html`<ul class="pictures">${pictures.map(card)}</ul>`,
          note(
            'These pictures belong to those who posted them and may show people. Make the report with --no-pictures before you pass it on, unless you may publish them.',
          ),
        ]
  return { id: 'pictures', title: 'Strongest exposure', body }
}

function card(picture: ShownPicture): Markup {
  const { brand, logo_size, logo_centrality, brand_image_type, account, posted_on, likes, key } = picture
  const facts = [
    account && `by ${short(account, 40)}`,
    posted_on,
    likes !== null && `${count(likes)} likes`,
    brand_image_type,
  ].filter((fact) => fact)
  return html`<li><figure>${drawing(picture)}<figcaption><b>${brand}</b> ${percent(logo_size)} of the image, centrality ${indexEstimate({ value: logo_centrality, interval: null })}${facts.length > 0 && html`<br><small>${facts.join(' · ')}</small>`}<br><small class="path">${short(key, 90)}</small></figcaption></figure></li>\n`
}

/** The picture under its boxes; the drawing has the size of the original, so boxes stand as they were measured. */
function drawing({ thumbnail, width, height, boxes, brand }: ShownPicture): Markup {
  const src = thumbnail && 'src' in thumbnail ? thumbnail.src : null
  const missing = thumbnail && 'missing' in thumbnail ? thumbnail.missing : null
  const label = `${src ? 'Picture' : 'Outline of a picture'} that shows ${brand}, with ${boxes.length} ${boxes.length === 1 ? 'box' : 'boxes'}`
  return html`<div class="picture"><svg role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}">${
    src
      ? html`<image href="${src}" width="${width}" height="${height}" preserveAspectRatio="none"></image>`
      : html`<rect class="blank" width="${width}" height="${height}"></rect>`
  }${boxes.map((box, index) => outline(box, { width, height }, boxes.findIndex((other) => other.brand === box.brand) === index))}</svg>${missing && html`<p class="note">No picture: ${missing}.</p>`}</div>`
}

/** A box; the best one of each brand is labelled, as labels of neighbours would lie on each other. */
function outline({ brand, score, x1, y1, x2, y2 }: LogoBox, size: Size, labelled: boolean): Part {
  const rectangle = (name: string) =>
    html`<rect class="${name}" x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}"></rect>`
  const text = Math.round(Math.max(size.width, size.height) / 22)
  const inside = y2 + text * 1.4 > size.height ? y1 + text * 1.05 : y2 + text * 1.05
  const y = y1 > text * 1.4 ? y1 - text * 0.4 : inside
  // Toward the right edge, the label ends where the box ends.
  const [x, anchor] = x1 > size.width * 0.6 ? [x2, 'end'] : [x1, 'start']
  const label = html`<text class="box-label" x="${x}" y="${y}" text-anchor="${anchor}" font-size="${text}">${short(brand, 20)} ${score.toFixed(2)}</text>`
  return [rectangle('halo'), rectangle('box'), labelled && label]
}

interface Size {
  width: number
  height: number
}
