import type { BrandEstimates } from '../brand-estimates.ts'
import { bytes, count, indexEstimate, listed, numberEstimate, percent, percentRange, plural } from '../format.ts'
import type { Findings } from '../gather.ts'
import { note, type Section } from '../html/blocks.ts'
import { html, type Markup, type Part } from '../html/markup.ts'

/** What was measured and what came out, in sentences, before any table. */
export function findings(found: Findings): Section {
  const sentences = [...brandSentences(found), ...contentSentences(found), ...qualitySentences(found)]
  return {
    id: 'findings',
    title: 'Key findings',
    body: html`${tiles(found)}<ul class="findings">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
${note('“95 % interval a to b” says how far chance alone may have moved a number in a sample of this size. It does not hold what detectors miss or mistake; see ', html`<a href="#methods">Methods and limits</a>`, '.')}`,
  }
}

/** One sentence on what was measured, for the head of the page. */
export function measured({ overview }: Findings): string {
  const { images, measured, posts, accounts, platforms, posted_from, posted_to } = overview
  if (images === 0) return 'No image was given: there is nothing to report yet.'
  const of =
    posts > 0
      ? ` from ${plural(posts, 'post')}${accounts > 0 ? ` by ${plural(accounts, 'account')}` : ''}${platforms.length > 0 ? ` on ${listed(platforms.slice(0, 4))}` : ''}`
      : ''
  const when =
    posted_from && posted_to
      ? `, posted ${posted_from === posted_to ? `on ${posted_from}` : `${posted_from} to ${posted_to}`}`
      : ''
  const all =
    measured === images
      ? `${plural(images, 'image')} measured`
      : `${count(measured)} of ${plural(images, 'image')} measured`
  return `${all}${of}${when}.`
}

function tiles({ overview, brands }: Findings): Markup {
  const shown = brands.brands.filter(({ images }) => images > 0).length
  const entries: [string, string, string][] = [
    ['Images measured', count(overview.measured), bytes(overview.bytes ?? 0)],
    [
      'Posts',
      count(overview.posts),
      overview.accounts > 0
        ? plural(overview.accounts, 'account')
        : overview.posts > 0
          ? 'no accounts stated'
          : 'none in the source',
    ],
    [
      'With a tracked brand',
      overview.searched > 0 ? percent(overview.branded / overview.searched) : '–',
      overview.searched > 0 ? `${count(overview.branded)} of ${plural(overview.searched, 'image')}` : 'not looked for',
    ],
    ['Brands found', overview.searched > 0 ? count(shown) : '–', `of ${count(brands.brands.length)} tracked`],
    ['Not measured', count(overview.errors), overview.errors > 0 ? 'see Quality' : 'no image failed'],
  ]
  return html`<dl class="tiles">${entries.map(
    ([name, value, more]) => html`<div><dt>${name}</dt><dd><b>${value}</b> <span>${more}</span></dd></div>`,
  )}</dl>`
}

function brandSentences(found: Findings): Part[] {
  const { brands, any } = found.brands
  const { searched } = found.overview
  if (searched === 0) return ['Brands were not looked for. Run again with --brands to measure exposure.']
  const seen = brands.filter(({ images }) => images > 0)
  const unseen = brands.filter(({ images }) => images === 0)
  if (brands.length === 0) return [`No brand was found in ${plural(searched, 'image')}.`]
  const sentences: Part[] = seen.slice(0, 4).map((brand) => appearance(brand, searched))
  if (seen.length === 0) {
    sentences.push(
      html`None of the ${plural(brands.length, 'tracked brand')} was found in ${plural(searched, 'image')}: for each, the 95 % interval of its share is ${any.imageShare.interval && percentRange(any.imageShare.interval)} %.`,
    )
  } else if (unseen.length > 0) {
    sentences.push(html`${listed(names(unseen))} ${unseen.length === 1 ? 'was' : 'were'} looked for and not found.`)
  }
  if (seen.length > 1 && any.imageShare.interval) {
    sentences.push(
      html`<strong>Any tracked brand</strong> appears in ${percent(any.imageShare.value)} of the images (95 % interval ${percentRange(any.imageShare.interval)}).`,
    )
  }
  return [...sentences, ...likeSentences(found)]
}

function appearance({ brand, images, imageShare, size, centrality }: BrandEstimates, searched: number): Markup {
  const interval = imageShare.interval && `, 95 % interval ${percentRange(imageShare.interval)}`
  return html`<strong>${brand}</strong> appears in ${count(images)} of ${plural(searched, 'image')} (${percent(imageShare.value)}${interval}). Where it does, its logos fill ${percent(size.value)} of the image on average, at a centrality of ${indexEstimate({ value: centrality.value, interval: null })} (1: in the middle).`
}

function likeSentences({ brands: { any, plainLikes } }: Findings): Part[] {
  if (!any.likes.interval || !plainLikes.interval) return []
  return [
    html`Posts that show a tracked brand have ${numberEstimate(any.likes)} likes on average, those that show none ${numberEstimate(plainLikes)}. This is a difference between posts, not an effect of brands: accounts, days and topics differ, too.`,
  ]
}

function contentSentences({ content }: Findings): Part[] {
  const faces = content.find(({ kind }) => kind === 'face')
  const [first, second] = content
    .filter(({ kind, images }) => (kind === 'person' || kind === 'object') && images > 0)
    .map(({ kind, label, images }) => ({ label: kind === 'person' ? 'person' : label, images }))
    .sort((a, b) => b.images - a.images)
  return [
    faces &&
      `${percent(faces.share.value)} of the images show a face (${count(faces.images)} of ${count(faces.searched)}).`,
    first &&
      `The most common object is ${first.label} (in ${plural(first.images, 'image')})${second ? `, then ${second.label} (${count(second.images)})` : ''}.`,
  ].filter((sentence) => sentence)
}

function qualitySentences({ overview, duplicates }: Findings): Part[] {
  const { images, measured, errors } = overview
  return [
    errors > 0 &&
      `${plural(errors, 'image')} of ${count(images)} (${percent(errors / images)}) could not be measured and ${errors === 1 ? 'is' : 'are'} in no number here; Quality says why.`,
    duplicates.groups > 0 &&
      `${duplicates.sampled ? 'At least ' : ''}${plural(duplicates.images, 'image')} of ${count(measured)} look like another one (${plural(duplicates.groups, 'group')} of near-duplicates); ${duplicates.images === 1 ? 'it counts' : 'all of them count'}.`,
  ].filter((sentence) => sentence)
}

function names(brands: readonly BrandEstimates[]): string[] {
  const words = brands.slice(0, 8).map(({ brand }) => brand ?? '')
  return brands.length > 8 ? [...words, `${brands.length - 8} more`] : words
}
