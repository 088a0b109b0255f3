import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Section, section } from './blocks.ts'
import { html, type Part, textOf, trusted } from './markup.ts'

export interface Page {
  title: string
  lead: Part
  sections: readonly Section[]
  foot: Part
}

/**
 * The page: one file that asks nobody for anything. Its policy allows its own style sheet, by hash, and pictures that are
 * inside it; no script, no frame, no form, no other address.
 */
export async function page({ title, lead, sections, foot }: Page): Promise<string> {
  const style = await readFile(new URL('../report.css', import.meta.url), 'utf8')
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">${lead}</header>
<div class="columns">
<nav aria-label="Contents"><h2>Contents</h2><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
<main id="content" tabindex="-1">
${sections.map(section)}</main>
</div>
<footer>${foot}</footer>
</body>
</html>
`
  return textOf(body)
}
