/** The datasets that Limelight writes: one folder each, with Parquet files of one schema. */
export const datasets = ['images', 'detections', 'exposures', 'embeddings', 'posts'] as const
export type Dataset = (typeof datasets)[number]

/** What is made of those afterwards, by a command of its own. */
export const derivedDatasets = ['corpus'] as const
export type AnyDataset = Dataset | (typeof derivedDatasets)[number]

/** The types of columns. `strings` and `floats` are lists; `time` is a moment in UTC; `json` is text that holds JSON. */
export type ColumnType = 'string' | 'float' | 'int' | 'bool' | 'time' | 'strings' | 'floats' | 'json'

/** A cell. Not-a-number and infinity are never written: they are null. */
export type Value = string | number | boolean | Date | readonly string[] | readonly number[] | null
export type Row = Record<string, Value>

/**
 * One column of one dataset. The Parquet schema, docs/variables.md, the report's codebook and the catalogue's
 * comments come from these entries. A changed formula means a new version.
 */
export interface Variable {
  name: string
  dataset: AnyDataset
  /** What the codebook groups by: `identity`, `file`, `colour`, `texture`, `objects`, `brand`, `caption`, ... */
  family: string
  type: ColumnType
  /** `px`, `0-1`, `bits`, `count`, ...; empty where there is none. */
  unit: string
  /** Smallest and largest value possible, in words (`0 to 1`, `>= 0`); empty for text. */
  range: string
  /** What it is, and the formula in words. */
  formula: string
  /** Paper, package or standard that defines it; empty for columns that only name or count things. */
  source: string
  version: number
  /** `published`: a source gives the formula; `inferred`: rebuilt from published values; `own`: defined here; `given`: taken from the input. */
  definition: 'published' | 'inferred' | 'own' | 'given'
  /** When the value is null. */
  missing: string
  /** Of image variables beside the core: whether the curated set has it, see `choose.ts`. */
  curated: boolean
}

/** Entries of one dataset and family without saying so each time; the rest as in `Variable`, with the usual defaults. */
export function family(
  dataset: AnyDataset,
  name: string,
  entries: (Pick<Variable, 'name' | 'type' | 'formula'> & Partial<Variable>)[],
): Variable[] {
  return entries.map((entry) => ({
    unit: '',
    range: '',
    source: '',
    version: 1,
    definition: 'own',
    missing: 'never',
    curated: true,
    ...entry,
    dataset,
    family: name,
  }))
}
