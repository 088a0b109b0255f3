import { count } from '../report/format.ts'
import { note, type Section } from '../report/html/blocks.ts'
import { type DrawnBox, drawing } from '../report/html/drawing.ts'
import { html, type Markup } from '../report/html/markup.ts'
import { page } from '../report/html/page.ts'
import { type PictureAccess, thumbnail } from '../report/thumbnails.ts'
import { type Mistake, type Mistakes, mistakesOf } from './mistakes.ts'
import type { Photo } from './photo.ts'

const mostShown = 24

/** Pictures of what went wrong, the worst first: one HTML file that needs nothing else. */
export async function mistakeSheet(photos: readonly Photo[], access: PictureAccess): Promise<string> {
  const mistakes = mistakesOf(photos)
  return page({
    title: 'Misses and false alarms · Limelight',
    lead: html`<p class="kicker">Limelight eval</p><h1>Misses and false alarms</h1>
<p class="lead">${count(photos.length)} labelled images; yellow boxes were found, blue dashed ones are true.</p>`,
    sections: [
      await section(mistakes, access, {
        kind: 'missed',
        title: 'Not found',
        says: 'A brand that is shown and was not found; the largest logos first.',
      }),
      await section(mistakes, access, {
        kind: 'wrong',
        title: 'Wrongly named',
        says: 'A brand that was named and is not shown; the surest first.',
      }),
      await section(mistakes, access, {
        kind: 'misplaced',
        title: 'Elsewhere',
        says: 'The right brand, and a box that overlaps the true one by less than half (IoU); the worst first.',
      }),
    ],
    foot: html`<p>Made by Limelight. These pictures belong to those who posted them; look before you pass this file on.</p>`,
  })
}

async function section(
  mistakes: Mistakes,
  access: PictureAccess,
  { kind, title, says }: { kind: keyof Mistakes; title: string; says: string },
): Promise<Section> {
  const all = mistakes[kind]
  const cards: Markup[] = []
  for (const mistake of all.slice(0, mostShown)) cards.push(await card(mistake, access, kind))
  const body =
    all.length === 0
      ? html`<p>None.</p>`
      : [
          html`<p>${says}</p><ul class="pictures">${cards}</ul>`,
          all.length > mostShown && note(`… and ${count(all.length - mostShown)} more.`),
        ]
  return { id: kind, title: `${title} (${count(all.length)})`, body }
}

async function card({ photo, brand }: Mistake, access: PictureAccess, kind: keyof Mistakes): Promise<Markup> {
  const shown = photo.brands.length > 0 ? photo.brands.join(', ') : 'no tracked brand'
  const picture = drawing({
    thumbnail: await thumbnail(photo.found, access),
    ...(photo.size ?? { width: 4, height: 3 }),
    boxes: kind === 'wrong' ? boxesOf(photo) : boxesOf(photo).filter((box) => box.brand === brand),
    shows: shown,
  })
  const what = { missed: `${brand} not found`, wrong: `named ${brand}`, misplaced: `${brand} elsewhere` }[kind]
  const said = photo.logos.filter((logo) => logo.brand === brand)
  const why = said.map(({ stage, similarity }) => `${stage} ${similarity?.toFixed(2) ?? ''}`.trim()).join(', ')
  return html`<li><figure>${picture}<figcaption><b>${what}</b>${why && ` (${why})`}<br><small>shows ${shown}</small><br><small class="path">${photo.found.key}</small></figcaption></figure></li>\n`
}

function boxesOf({ boxes, logos }: Photo): (DrawnBox & { brand: string })[] {
  return [
    ...boxes.map(({ brand, box }) => ({ ...box, brand, label: null, isTruth: true })),
    ...logos.map(({ brand, box }) => ({ ...box, brand, label: brand })),
  ]
}
