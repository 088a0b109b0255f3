import { html, type Markup } from '../html/markup.ts'
import { nameOf } from '../html/names.ts'
import type { Correlation } from '../queries-families.ts'

/** Pairs of variables, each with a bar from the middle: to the right where they rise together, to the left where one falls. */
export function pairs(correlations: readonly Correlation[]): Markup {
  return html`<ul class="pairs">${correlations.map(
    ({ a, b, r }) =>
      html`<li><span>${nameOf(a)} <small>and</small> ${nameOf(b)}</span>${bar(r)}<span class="n">${signed(r)}</span></li>\n`,
  )}</ul>`
}

function bar(r: number): Markup {
  const length = Math.round(100 * Math.abs(r))
  return html`<svg viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true"><rect class="${r < 0 ? 'falls' : 'rises'}" x="${r < 0 ? 100 - length : 100}" y="1" width="${length}" height="10"></rect><rect class="middle" x="99.5" width="1" height="12"></rect></svg>`
}

function signed(r: number): string {
  return `${r < 0 ? '\u2212' : ''}${Math.abs(r).toFixed(2)}`
}
