import type { Command } from 'commander'

/** `limelight corpus OUT`: near-duplicates, typicality and clusters of a dataset. */
export function register(program: Command): void {
  program
    .command('corpus')
    .description('compare the images of a dataset: near-duplicates, typicality, clusters, as a dataset `corpus`')
    .argument('<dataset>', 'the --out folder of a run')
    .action(async (dataset: string) => {
      const { makeCorpus } = await import('../corpus/make.ts')
      const { clusters, file, grouped, groups, images, silhouette, vector } = await makeCorpus(dataset)
      const sizes = clusters.length > 0 ? clusters.join(', ') : 'none: fewer than 20 images are different'
      process.stdout.write(
        [
          `images                 ${images}`,
          `near-duplicate groups  ${groups}, with ${grouped} images`,
          `compared by            ${vector}`,
          `clusters               ${sizes}${silhouette === null ? '' : ` (mean silhouette ${silhouette.toFixed(3)})`}`,
          file,
          '',
        ].join('\n'),
      )
    })
}
