import { html, type Markup } from './markup.ts'

/** The name of a variable, which may go on in the next line after each underscore: where it is narrow, words stay whole. */
export function nameOf(variable: string): Markup {
  const words = variable.split('_')
  return html`${words.map((word, i) => (i < words.length - 1 ? html`${word}_<wbr>` : word))}`
}
