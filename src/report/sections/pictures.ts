import { count, indexEstimate, percent, short } from '../format.ts'
import type { Findings, ShownPicture } from '../gather.ts'
import { note, type Section } from '../html/blocks.ts'
import { drawing } from '../html/drawing.ts'
import { html, type Markup } from '../html/markup.ts'
import type { LogoBox } from '../queries-pictures.ts'

export function pictures({ pictures, overview }: Findings): Section {
  const body =
    pictures.length === 0
      ? html`<p>${overview.branded === 0 ? 'No image shows a tracked brand, so there is none to show here.' : 'Pictures were left out of this report.'}</p>`
      : [
          html`<p>The images with the largest logo size × centrality, brand by brand. Boxes are what was found, each with its score, and how it was found where it was not read as text; look whether they are right.</p>`,
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
  return html`<li><figure>${drawingOf(picture)}<figcaption><b>${brand}</b> ${percent(logo_size)} of the image, centrality ${indexEstimate({ value: logo_centrality, interval: null })}${facts.length > 0 && html`<br><small>${facts.join(' · ')}</small>`}<br><small class="path">${short(key, 90)}</small></figcaption></figure></li>\n`
}

/** The best box of each brand is labelled, as labels of neighbours would lie on each other. */
function drawingOf({ thumbnail, width, height, boxes, brand }: ShownPicture): Markup {
  const isBest = ({ brand: name }: LogoBox, index: number) => boxes.findIndex((other) => other.brand === name) === index
  const drawn = boxes.map((box, index) => ({
    ...box,
    label: isBest(box, index) ? `${short(box.brand, 20)} ${box.score.toFixed(2)}${howFound(box)}` : null,
  }))
  return drawing({ thumbnail, width, height, boxes: drawn, shows: brand })
}

/** What is not said of most: a logo that was not read as text. */
function howFound({ stage }: LogoBox): string {
  return stage === null || stage === 'wordmark' ? '' : ` ${stage}`
}
