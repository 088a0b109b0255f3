import { type Command, InvalidArgumentError } from 'commander'
import type { CorpusInfo } from '../dataset/run-info.ts'

/** `limelight corpus OUT`: near-duplicates, typicality and clusters of a dataset. */
export function register(program: Command): void {
  program
    .command('corpus')
    .description('compare the images of a dataset: near-duplicates, typicality, clusters, as a dataset `corpus`')
    .argument('<dataset>', 'the --out folder of a run')
    .option('--clusters <count>', 'how many clusters (default: found out; docs/corpus.md says how)', clusterCount)
    .action(async (dataset: string, { clusters: wanted }: { clusters?: number }) => {
      const { makeCorpus } = await import('../corpus/make.ts')
      const { file, grouped, groups, images, vector, ...found } = await makeCorpus(dataset, {
        clusters: wanted ?? null,
      })
      process.stdout.write(
        [
          `images                 ${images}`,
          `near-duplicate groups  ${groups}, with ${grouped} images`,
          `compared by            ${vector}`,
          `clusters               ${clustersOf(found)}`,
          file,
          '',
        ].join('\n'),
      )
    })
}

function clustersOf({
  clusters,
  clusters_by,
  silhouette,
}: Pick<CorpusInfo, 'clusters' | 'clusters_by' | 'silhouette'>) {
  if (clusters_by === null || silhouette === null) return 'none: fewer than 20 images are different'
  const why = {
    given: 'as asked for',
    silhouette: 'the number that parts them best',
    size: 'by the size of the corpus: no number parts them well',
  }[clusters_by]
  return `${clusters.join(', ')} (${why}; mean silhouette ${silhouette.toFixed(3)})`
}

const mostClusters = 50

function clusterCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 2 || count > mostClusters) {
    throw new InvalidArgumentError(`${text} is not a whole number from 2 to ${mostClusters}.`)
  }
  return count
}
