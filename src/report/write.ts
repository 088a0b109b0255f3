import { join } from 'node:path'
import { knowOwnColumns } from '../dataset/own-columns.ts'
import { openDataset } from '../dataset/read.ts'
import { UsageError } from '../errors.ts'
import { replaceFile } from '../replace-file.ts'
import { readCorrection } from './correction.ts'
import { duckdb } from './dialect.ts'
import { gather } from './gather.ts'
import { withLocalPictures } from './local-pictures.ts'
import { reportPage } from './report-page.ts'
import { titleOf } from './title.ts'

export interface ReportOptions {
  /** Whether the pictures with the strongest exposure are shown. */
  pictures?: boolean
  /** Folders in which pictures are looked for that do not lie where they were measured. */
  places?: readonly string[]
  /** Where to write; `OUT/report.html` when not given. */
  file?: string
  /** Heading of the page; when not given, it names what was measured. */
  title?: string
}

/**
 * Writes the report of the dataset in a folder: one HTML file that needs nothing else.
 * @returns the file's path
 * @throws UsageError if the folder does not exist or holds no dataset, RunError if the file can't be written
 */
export async function writeReport(out: string, options: ReportOptions = {}): Promise<string> {
  const { pictures = true, places, file, title } = options
  const path = file ?? join(out, 'report.html')
  await knowOwnColumns(out)
  const reader = await openDataset(out)
  try {
    if (!reader.runInfo && !reader.has('images') && !reader.has('posts'))
      throw new UsageError(`${out}: there is no dataset; give the --out folder of a run`)
    const correction = await readCorrection(out)
    const findings = await withLocalPictures({ out, reader, places }, (access) =>
      gather(reader, {
        title: title ?? titleOf(reader.runInfo, out),
        dialect: duckdb,
        pictures: pictures ? access : null,
        correction,
      }),
    )
    await replaceFile(path, await reportPage(findings))
  } finally {
    reader.close()
  }
  return path
}
