import type { CorpusInfo } from '../../dataset/run-info.ts'
import { count, percent, short } from '../format.ts'
import type { Findings } from '../gather.ts'
import { note, type Section } from '../html/blocks.ts'
import { html, type Markup } from '../html/markup.ts'
import type { Cluster, ClusterPicture } from '../queries-clusters.ts'
import type { Thumbnail } from '../thumbnails.ts'

/** Clusters as sheets of pictures, and near-duplicates; nothing where `limelight corpus` was not run. */
export function kinds({ kinds: found, sheet, run }: Findings): Section[] {
  if (!found) return []
  const { clusters, groups, grouped, images, missing, vector } = found
  const body = [
    html`<p>${count(images)} images were compared by ${comparedBy(vector)}. ${
      groups > 0
        ? `${count(grouped)} of them stand in ${count(groups)} groups of near-duplicates.`
        : 'None is nearly the same as another.'
    }${missing > 0 && ` ${count(missing)} images were measured later: run limelight corpus again.`}</p>`,
    clusters.length === 0
      ? html`<p>Too few images are different for clusters.</p>`
      : clusters.map((cluster) => sheetOf(cluster, images, sheet)),
    note(
      `Clusters are of k-means; each shows the images nearest to its centre, what the classifier most often saw in its images, if one looked, and the core variables in which its mean differs most from that of all, in standard deviations. ${howMany(run?.corpus)}They are a way to look at a corpus, not a finding: other vectors give others.`,
    ),
  ]
  return [{ id: 'kinds', title: 'Kinds of images', body }]
}

function comparedBy(vector: string): string {
  return vector
    .replace(/^variables (\d+)$/, '$1 standardised image variables')
    .replace(/^embedding (.*)$/, 'what the model $1 sees in them')
}

function howMany(corpus: CorpusInfo | undefined): string {
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
