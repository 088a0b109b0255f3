import type { CorpusInfo } from '../../dataset/run-info.ts'
import { count, indexEstimate, percent, short } from '../format.ts'
import type { Findings } from '../gather.ts'
import { type Column, note, type Section, table } from '../html/blocks.ts'
import { html, type Markup, type Part } from '../html/markup.ts'
import type { Cluster, ClusterPicture, Kinds } from '../queries-clusters.ts'
import type { BrandTypicality } from '../queries-typicality.ts'
import type { Thumbnail } from '../thumbnails.ts'

/** Clusters as sheets of pictures, and near-duplicates; nothing where `limelight corpus` was not run. */
export function kinds({ kinds: found, sheet }: Findings): Section[] {
  if (!found) return []
  const { brands, clustered, clusters, images } = found
  const body = [
    html`<p>${summary(found)}</p>`,
    clusters.length === 0
      ? html`<p>Too few images are different for clusters.</p>`
      : clusters.map((cluster) => sheetOf(cluster, images, sheet)),
    note(
      `Clusters are of k-means; each shows the images nearest to its centre, what the classifier most often saw in its images, if one looked, and the core variables in which its mean differs most from that of all, in standard deviations. ${howMany(found.info)}They are a way to look at a corpus, not a finding: other vectors give others.`,
    ),
    brands.length > 0 && typicality(brands, clustered),
  ]
  return [{ id: 'kinds', title: 'Kinds of images', body }]
}

function summary({ groups, grouped, images, missing, sample, vector }: Kinds): string {
  const which = sample
    ? `${count(images)} images, drawn by chance from about ${count(sample.of)} of ${sample.from} to ${sample.to},`
    : `${count(images)} images`
  const copies =
    groups > 0
      ? `${count(grouped)} of them stand in ${count(groups)} groups of near-duplicates.`
      : 'None is nearly the same as another.'
  const later = missing > 0 ? ` ${count(missing)} images were measured later: run limelight corpus again.` : ''
  return `${which} were compared by ${comparedBy(vector)}. ${copies}${sample ? ' Most copies of an image are outside of a sample.' : ''}${later}`
}

function typicality(brands: readonly BrandTypicality[], cluster: string): Part {
  return [
    table('How usual the images of each brand are', columns, brands),
    note(
      `Typicality: the share of all these images that are at least as far from their mean as the image is, so that the mean of all is 0.50. Below that the images of a brand are unusual here. The brands in most images, near-duplicates once; 95 % intervals take the images of one ${cluster} together, and are given from five ${cluster}s on.`,
    ),
  ]
}

const columns: Column<BrandTypicality>[] = [
  { name: 'Brand', heads: true, cell: ({ brand }) => brand },
  { name: 'Images', right: true, cell: ({ images }) => count(images) },
  { name: 'Mean typicality', right: true, cell: ({ typicality }) => indexEstimate(typicality) },
]

function comparedBy(vector: string): string {
  return vector
    .replace(/^variables (\d+)$/, '$1 standardised image variables')
    .replace(/^embedding (.*)$/, 'what the model $1 sees in them')
}

function howMany(corpus: CorpusInfo | null): string {
  if (!corpus?.clusters_by || corpus.silhouette === null) return ''
  const width = `mean silhouette ${corpus.silhouette.toFixed(2)}`
  return {
    given: `Their number was given (${width}). `,
    silhouette: `Their number is the one that parts the images best (${width}). `,
    size: `No number of clusters parts these images well (${width}; 0.25 and less is no substantial structure): there are as many as can be looked at, and images between two of them are as frequent as others. `,
  }[corpus.clusters_by]
}

function sheetOf({ cluster, images, pictures, shows, stands }: Cluster, all: number, sheet: Findings['sheet']): Markup {
  const differs = stands.map(({ name, apart }) => `${name} ${apart < 0 ? '−' : '+'}${Math.abs(apart).toFixed(1)} SD`)
  const seen = shows.map(({ label, images }) => `${label} (${count(images)})`)
  return html`<h3>Cluster ${cluster}: ${count(images)} images (${percent(images / all)})</h3><p><small>${[...seen, ...differs].join(', ')}</small></p><ul class="sheet">${pictures.map((picture) => html`<li>${drawn(picture, sheet.get(picture.uri))}</li>\n`)}</ul>`
}

function drawn({ key }: ClusterPicture, thumbnail: Thumbnail | undefined): Markup {
  if (!thumbnail) return html`<small class="path">${short(key, 60)}</small>`
  return 'src' in thumbnail
    ? html`<img src="${thumbnail.src}" alt="${short(key, 60)}">`
    : html`<small>${short(key, 60)}: ${thumbnail.missing}</small>`
}
