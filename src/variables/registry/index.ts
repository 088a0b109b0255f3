import { UsageError } from '../../errors.ts'
import { brandVariables } from './brands.ts'
import { corpusVariables } from './corpus.ts'
import { detectionVariables } from './detections.ts'
import type { AnyDataset, Variable } from './entry.ts'
import { familyVariables } from './families.ts'
import { identityVariables } from './identity.ts'
import { imageVariables } from './image.ts'
import { postVariables } from './posts.ts'
import { visionVariables } from './vision.ts'

export {
  type AnyDataset,
  type ColumnType,
  type Dataset,
  datasets,
  derivedDatasets,
  type Row,
  type Value,
  type Variable,
} from './entry.ts'

/** Every column of every dataset, in the order of the files. */
export const registry: readonly Variable[] = [
  ...identityVariables,
  ...imageVariables,
  ...familyVariables,
  ...visionVariables,
  ...brandVariables,
  ...detectionVariables,
  ...postVariables,
  ...corpusVariables,
]

/** Columns of the dataset, those of the user last. */
export function variablesOf(dataset: AnyDataset): Variable[] {
  return [...registry, ...own].filter((variable) => variable.dataset === dataset)
}

/** Columns that are the user's own: what `setOwnVariables` was given. */
export function ownVariables(): readonly Variable[] {
  return own
}

let own: readonly Variable[] = []

/**
 * From now on, these are columns too: the user's own variables, one list a process.
 * @throws UsageError for a name that is taken
 */
export function setOwnVariables(variables: readonly Variable[]): void {
  const names = new Set(registry.filter(({ dataset }) => dataset === 'images').map(({ name }) => name))
  for (const { name } of variables) {
    if (names.has(name)) throw new UsageError(`ownVariables: there is a column ${name} already; take another name`)
    names.add(name)
  }
  own = variables
}
