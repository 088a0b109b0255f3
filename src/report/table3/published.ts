import type { BesideColumn } from './beside.ts'

/**
 * Hartmann, Heitmann, Schamp & Netzer (2021), Table 3: what of it is known to this project, by row. All else is left blank.
 * The paper's platforms are Twitter and Instagram; which of the two values is whose was not noted down. Whoever has the paper
 * gives its values with `--beside`.
 */
export const published: BesideColumn = {
  name: 'Published',
  values: new Map([
    [
      'Visual complexity',
      [
        { mean: -1.96, sd: 0.43 },
        { mean: -2.09, sd: 0.55 },
      ],
    ],
  ]),
}

export const publishedSource = 'Hartmann, Heitmann, Schamp & Netzer (2021), JMR 58(6), Table 3'
