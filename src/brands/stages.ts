/** The ways to find logos, the most precise first: where two disagree about a region, the first one is believed. */
export const stages = ['wordmark', 'features', 'shapes', 'learned', 'embedding'] as const
export type Stage = (typeof stages)[number]

/** Raised when a stage finds other logos in the same picture: part of the pipeline's digest. `decision` is what makes one of several. */
export const stageVersions: Readonly<Record<Stage | 'decision', number>> = {
  wordmark: 2,
  features: 14,
  shapes: 2,
  learned: 1,
  embedding: 3,
  decision: 3,
}

/** What runs unless `--stages` says otherwise. */
export const defaultStages: readonly Stage[] = ['wordmark', 'features', 'shapes']
