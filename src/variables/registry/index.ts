import { brandVariables } from './brands.ts'
import { detectionVariables } from './detections.ts'
import type { Dataset, Variable } from './entry.ts'
import { familyVariables } from './families.ts'
import { identityVariables } from './identity.ts'
import { imageVariables } from './image.ts'
import { postVariables } from './posts.ts'
import { visionVariables } from './vision.ts'

export { type ColumnType, type Dataset, datasets, type Row, type Value, type Variable } from './entry.ts'

/** Every column of every dataset, in the order of the files. */
export const registry: readonly Variable[] = [
  ...identityVariables,
  ...imageVariables,
  ...familyVariables,
  ...visionVariables,
  ...brandVariables,
  ...detectionVariables,
  ...postVariables,
]

export function variablesOf(dataset: Dataset): Variable[] {
  return registry.filter((variable) => variable.dataset === dataset)
}
