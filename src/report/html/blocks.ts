import { html, type Markup, type Part } from './markup.ts'

export interface Section {
  id: string
  title: string
  body: Part
}

export interface Column<T> {
  name: string
  /** Numbers stand to the right. */
  right?: true
  /** The cell that names its row. */
  heads?: true
  cell: (row: T) => Part
}

export function section({ id, title, body }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>\n`
}

/** A table that scrolls by itself where the page is too narrow for it. */
export function table<T>(caption: string, columns: readonly Column<T>[], rows: readonly T[]): Markup {
  const cell = (column: Column<T>, row: T) =>
    column.heads
      ? html`<th scope="row">${column.cell(row)}</th>`
      : html`<td${column.right && html` class="n"`}>${column.cell(row)}</td>`
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${columns.map(({ name, right }) => html`<th scope="col"${right && html` class="n"`}>${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>\n`)}</tbody></table></div>`
}

export function details(summary: string, body: Part): Markup {
  return html`<details><summary>${summary}</summary>${body}</details>`
}

/** A chart with what it shows, and its numbers for those who would rather read them. */
export function figure(caption: Part, chart: Part, numbers: Part = null): Markup {
  return html`<figure><figcaption>${caption}</figcaption>${chart}${numbers}</figure>`
}

export function note(...text: Part[]): Markup {
  return html`<p class="note">${text}</p>`
}

export function andMore(shown: number, all: number, what: string): Part {
  return all > shown && note(`… and ${(all - shown).toLocaleString('en-GB')} more ${what}; they are in the dataset.`)
}
