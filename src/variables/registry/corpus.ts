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
      source:
        'distance to a prototype, as in Landwehr, Labroo & Herrmann (2011); Mayer & Landwehr (2018) correlate pixels with the mean image instead',
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
    {
      name: 'neighbour_distance',
      type: 'float',
      range: '>= 0',
      formula:
        'mean distance (as in corpus_distance) to the 10 nearest of at most 1,000 representatives, spread evenly over row_id, without those of its own group of near-duplicates: small where many images are like it',
      source: 'exemplars as in Nosofsky (1986); sum of distances of Angiulli & Pizzuti (2002), divided by k',
      missing: 'when the image has no vector, or there is no other one',
    },
  ]),
  ...family('corpus', 'clusters', [
    {
      name: 'cluster',
      type: 'int',
      range: '>= 1',
      formula:
        'cluster of its vector, the largest is 1: k-means, the best of five starts by k-means++, on at most 10,000 representatives, without the 5 % farthest from their mean; seeded. k is what --clusters says; else the one from 2 to 12 with the largest mean silhouette of 1,000 of them, where that is above 0.25; else one for each 12 representatives, 2 to 8',
      version: 3,
      source: 'Lloyd (1982), Arthur & Vassilvitskii (2007), Rousseeuw (1987); 0.25 of Kaufman & Rousseeuw (1990)',
      missing: 'when the image has no vector, or fewer than 20 images are different',
    },
    {
      name: 'cluster_distance',
      type: 'float',
      range: '>= 0',
      formula: "Euclidean distance to the cluster's centre",
      version: 3,
      missing: 'as cluster',
    },
  ]),
]
