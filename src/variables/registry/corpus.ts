import { family, type Variable } from './entry.ts'

/** Columns of `corpus`, which `limelight corpus` makes: one row an image that was measured. */
export const corpusVariables: Variable[] = [
  ...family('corpus', 'identity', [
    { name: 'row_id', type: 'string', formula: 'the image, as in images.row_id' },
    {
      name: 'vector',
      type: 'string',
      formula:
        'what stands for an image in typicality and clusters: "embedding MODEL", or "variables N" for N standardised image variables (see docs/corpus.md)',
    },
  ]),
  ...family('corpus', 'near-duplicates', [
    {
      name: 'duplicate_group',
      type: 'int',
      range: '>= 1',
      formula:
        'group of near-duplicates, the largest is 1: perceptual hashes that differ in at most 6 of 64 bits, by chains',
      source: 'distance of Zauner (2010)',
      missing: 'when no other image is nearly the same, or it has no perceptual hash',
    },
    {
      name: 'representative',
      type: 'bool',
      formula:
        'whether it stands for its group: the most pixels, then the most bytes, then the first row_id; true where there is no group',
    },
  ]),
  ...family('corpus', 'typicality', [
    {
      name: 'corpus_distance',
      type: 'float',
      range: '>= 0',
      formula:
        "Euclidean distance of the image's vector to the mean of all representatives' vectors; of embeddings, which have length 1, 1 - cosine similarity to it",
      missing: 'when the image has no vector',
    },
    {
      name: 'typicality',
      type: 'float',
      unit: 'share of images',
      range: '0 to 1',
      formula: 'representatives that are at least as far from that mean; 1 is the most typical image',
      missing: 'when the image has no vector',
    },
  ]),
  ...family('corpus', 'clusters', [
    {
      name: 'cluster',
      type: 'int',
      range: '>= 1',
      formula:
        'cluster of its vector, the largest is 1: k-means begun by k-means++ on representatives, k from 2 to 12 with the largest mean silhouette of at most 1,000 of them, centres of the 95 % nearest to their mean; seeded',
      version: 2,
      source: 'Lloyd (1982), Arthur & Vassilvitskii (2007), Rousseeuw (1987)',
      missing: 'when the image has no vector, or fewer than 20 images are different',
    },
    {
      name: 'cluster_distance',
      type: 'float',
      range: '>= 0',
      formula: "Euclidean distance to the cluster's centre",
      version: 2,
      missing: 'as cluster',
    },
  ]),
]
