import { note } from './html/blocks.ts'
import { html, type Markup } from './html/markup.ts'
import { page } from './html/page.ts'

/** A logo that recurs and has no name yet. */
export interface Suggestion {
  /** Folder with its pictures, as it stands in the command that names it. */
  folder: string
  images: number
  sightings: number
  /** `data:` URIs, the surest first. */
  pictures: string[]
  /** Why there is none of them. */
  missing: string | null
}

/** The sheet of `limelight brands suggest`: what recurs, with the command that gives it a name. */
export async function suggestionsPage(
  found: readonly Suggestion[],
  { of, lead }: { of: string; lead: string },
): Promise<string> {
  return page({
    title: `Recurring logos in ${of} · Limelight`,
    lead: html`<p class="kicker">Limelight</p><h1>Logos without a name in ${of}</h1><p class="lead">${lead}</p>`,
    sections: found.map((suggestion, i) => ({
      id: `logo-${i + 1}`,
      title: `${i + 1}: in ${suggestion.images} ${suggestion.images === 1 ? 'image' : 'images'}`,
      body: body(suggestion),
    })),
    foot: html`<p>Made by Limelight. This file holds no script and asks no other host for anything.</p>`,
  })
}

function body({ folder, sightings, pictures, missing }: Suggestion): Markup {
  return html`<p class="sightings">${pictures.map((src) => html`<img src="${src}" alt="one sighting" height="120"> `)}</p>
${pictures.length === 0 && missing && note(`No picture: ${missing}.`)}
${pictures.length > 0 && sightings > pictures.length && note(`${sightings} sightings; the surest are shown.`)}
<p>Is it a brand? <code>limelight brands add NAME ${folder}/*.png</code></p>`
}
