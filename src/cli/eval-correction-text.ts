import type { BrandCorrection, Correction } from '../report/correction.ts'
import { percentEstimate } from '../report/format.ts'
import { textTable } from './text-table.ts'

/** The correction as `limelight eval --correct` prints it. */
export function correctionText({ labelled, images, warnings, brands }: Correction, path: string): string {
  const head = ['brand', 'found', 'corrected', 'Rogan-Gladen', 'labels alone', 'mean size found', 'corrected']
  return [
    '',
    ...textTable(
      `Shares of ${images} images, freed of errors by ${labelled} labelled ones (95 % intervals)`,
      head,
      brands.map(cells),
    ),
    ...warnings.map((warning) => `Warning: ${warning}`),
    `Written to ${path}; limelight report shows it.`,
    '',
  ].join('\n')
}

function cells({ brand, found, corrected, rogan_gladen, labels_alone, size }: BrandCorrection): string[] {
  return [
    brand ?? 'any tracked brand',
    ...[found, corrected, rogan_gladen, labels_alone].map(percentEstimate),
    size ? percentEstimate({ value: size.found, interval: null }) : '-',
    size ? percentEstimate(size.corrected) : '-',
  ]
}
