import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { systemCode } from '../dataset/system-error.ts'
import { UsageError } from '../errors.ts'
import { replaceFile } from '../replace-file.ts'

export const correctionName = 'correction.json'

const interval = z.object({ low: z.number(), high: z.number() })
const estimate = z.object({ value: z.number().nullable(), interval: interval.nullable() })

const brandCorrection = z.object({
  /** Null: any tracked brand. */
  brand: z.string().nullable(),
  /** Images in which it was found, as a share of all that were searched. */
  found: estimate,
  /** Share of images that show it: prediction-powered, by Rogan and Gladen, and by the labelled images alone. */
  corrected: estimate,
  rogan_gladen: estimate,
  labels_alone: estimate,
  /** Labelled images that show it, and those of them in which it was found. */
  shown: z.number(),
  found_where_shown: z.number(),
  /** Mean logo size where found, and where shown; null where too few labelled images show it, or their boxes are not known. */
  size: z.object({ found: z.number().nullable(), corrected: estimate }).nullable(),
})

const schema = z.object({
  version: z.literal(1),
  /** Of the findings: of another pipeline, the correction does not hold. */
  pipeline_digest: z.string().nullable(),
  labelled: z.number(),
  images: z.number(),
  warnings: z.array(z.string()),
  brands: z.array(brandCorrection),
})

/** Shares and sizes freed of the detector's errors by a labelled random sample: OUT/correction.json, which `limelight eval --correct` writes. */
export type Correction = z.infer<typeof schema>
export type BrandCorrection = z.infer<typeof brandCorrection>

/** Writes OUT/correction.json. @returns its path. @throws RunError where it can't be written */
export async function writeCorrection(out: string, correction: Correction): Promise<string> {
  const path = join(out, correctionName)
  await replaceFile(path, `${JSON.stringify(correction, null, 1)}\n`)
  return path
}

/** @returns null where there is none. @throws UsageError where the file is not as it was written */
export async function readCorrection(out: string): Promise<Correction | null> {
  const path = join(out, correctionName)
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null
    throw new UsageError(`${path}: is not what limelight eval --correct writes; run it again, or remove the file`, {
      cause,
    })
  }
}
