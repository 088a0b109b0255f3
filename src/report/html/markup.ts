const mark = Symbol('markup')

/** HTML that is safe to write: only `html` and `trusted` make it, never data. */
export interface Markup {
  readonly [mark]: string
}

export type Part = Markup | string | number | null | undefined | false | readonly Part[]

/** A template whose values are escaped unless they are markup themselves; null, undefined and false leave nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return trusted(strings.map((text, index) => text + write(parts[index])).join(''))
}

/** Text that is HTML already: the style sheet and the charts, nothing that holds data unescaped. */
export function trusted(text: string): Markup {
  return { [mark]: text }
}

export function textOf(markup: Markup): string {
  return markup[mark]
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (sign) => entities[sign] ?? sign).replace(controls, '\u{fffd}')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

// Control characters, and those that turn the direction of what follows: a caption must not rewrite the page around it.
const controls = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\p{Cs}]/gu

function write(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'object') return mark in part ? part[mark] : part.map(write).join('')
  return escapeHtml(String(part))
}
