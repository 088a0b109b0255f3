import type { Night } from '../aws/contract.ts'
import { makeCorpus } from '../corpus/make.ts'
import { openDataset } from '../dataset/read.ts'
import { type RunInfo, writeRunInfo } from '../dataset/run-info.ts'
import type { Compared, Findings } from '../report/gather.ts'
import { type Host, inFolder } from './host.ts'
import { sampleWeek } from './report-sample.ts'

/** Fewer images say nothing of what is usual. */
const fewestImages = 20

/**
 * Compares a sample of the week that ends with a day, as `limelight corpus` does, for as long as `work` takes.
 * What fails here is logged, and the report is written without it.
 */
export async function withWeek<T>(
  host: Host,
  { dt, runInfo }: { dt: string; runInfo: RunInfo | null },
  work: (compared: Compared | null) => Promise<T>,
): Promise<T> {
  return inFolder(host, async (folder) => {
    const compared = await comparedWeek(host, { dt, runInfo, folder }).catch((error: unknown) => {
      host.log({ event: 'corpus_failed', dt, message: String(error) })
      return null
    })
    try {
      return await work(compared)
    } finally {
      compared?.reader.close()
    }
  })
}

async function comparedWeek(
  host: Host,
  { dt, runInfo, folder }: { dt: string; runInfo: RunInfo | null; folder: string },
): Promise<Compared | null> {
  // The day is open beside it.
  const memory = host.memory / 4
  const sample = await sampleWeek({ ...host, memory }, dt, folder)
  if (!sample || sample.of < fewestImages) return null
  if (runInfo) await writeRunInfo(folder, runInfo)
  const { images, vector } = await makeCorpus(folder, { memory })
  host.log({ event: 'corpus', dt, from: sample.from, images, of: sample.of, vector })
  return { reader: await openDataset(folder, { memory }), sample }
}

/** What `summary.json` says of it: night after night, how usual the images of each brand were in the week before. */
export function weekOf({ kinds }: Findings): Night.Week | null {
  if (!kinds?.sample) return null
  const { brands, images, sample, vector } = kinds
  return {
    ...sample,
    images,
    vector,
    brands: brands.map(({ brand, images: shown, typicality: { value, interval } }) => ({
      brand,
      images: shown,
      typicality: value,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    })),
  }
}
