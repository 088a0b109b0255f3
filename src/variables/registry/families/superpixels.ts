import type { Variable } from '../entry.ts'
import { imageAnalyzer, measuredFamily, undefinedIf, zeroToOne } from './entries.ts'

const salient =
  'the most salient of some ten superpixels (SLIC, compactness 10, blue for red as there; chaotic: a pixel more may move it far)'
const flat = {
  ...undefinedIf('or nothing stands out: 64 x 64 pixels of it are of one grey; or it has more than 67,108,864 pixels'),
  version: 3,
}

/** Composition by superpixels; `diagonal_dominance` and `rule_of_thirds` (saliency) are of the centre of all saliency. */
export const superpixelEntries: Variable[] = measuredFamily('superpixels', [
  {
    name: 'diagonal_dominance_image_analyzer',
    ...zeroToOne,
    formula: `1 - distance of the middle of ${salient} to the nearer diagonal over width · height / diagonal`,
    ...imageAnalyzer,
    ...flat,
  },
  {
    name: 'rule_of_thirds_image_analyzer',
    ...zeroToOne,
    formula: `1 - distance of the same middle to the nearest of the four points of thirds over a third of the diagonal, at least 0`,
    ...imageAnalyzer,
    ...flat,
  },
])
