import { html } from '../html/markup.ts'
import { page } from '../html/page.ts'
import { table3Section } from '../sections/table3.ts'
import { published, publishedSource } from './published.ts'
import type { Table3 } from './table3.ts'

/** Table 3 as a page of its own, which needs nothing else. */
export function table3Html(table: Table3, title: string): Promise<string> {
  return page({
    title: `${title} · Limelight`,
    lead: html`<p class="kicker">Limelight</p><h1>${title}</h1>`,
    sections: [table3Section(table)],
    foot: html`<p>${table.beside.includes(published) && `Published values: ${publishedSource}. `}Made by Limelight. This file holds no script and asks no other host for anything.</p>`,
  })
}
