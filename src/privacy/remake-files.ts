import { readdir, readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { exportCsv } from '../dataset/csv.ts'
import { replaceFile } from '../replace-file.ts'
import { writeReport } from '../report/write.ts'
import { datasets } from '../variables/registry/index.ts'
import { nameAsWord } from './account-name.ts'
import type { Forgotten } from './forget-rows.ts'

/** What became of files beside the Parquet files; paths below the dataset. */
export interface RemadeFiles {
  /** Made again from the dataset. */
  remade: string[]
  /** Held something of the account, and only the user can make them again. */
  deleted: string[]
  /** The name was taken out. */
  changed: string[]
}

/**
 * The report and CSV files are made again; run.json and other JSON lose the name; pages (comparisons, sheets of pictures) that name the account
 * or were made while it was in the dataset are deleted.
 */
export async function remakeFiles(out: string, name: string, forgotten: Forgotten): Promise<RemadeFiles> {
  const files = await otherFiles(out)
  const result: RemadeFiles = { remade: [], deleted: [], changed: [] }
  if (forgotten.posts + forgotten.images + forgotten.mentions === 0) return result
  for (const file of files) {
    const path = relative(out, file)
    const isOurs = path === 'report.html' || datasets.some((dataset) => path === `${dataset}.csv`)
    if (isOurs) result.remade.push(path)
    else if (/\.(json|txt|yaml|yml)$/i.test(path)) {
      const text = await readFile(file, 'utf8')
      const changed = text.replace(nameAsWord(name), 'removed')
      if (changed === text) continue
      await replaceFile(file, changed)
      result.changed.push(path)
    } else if (/\.(html|csv|md|tex|png|jpe?g|webp)$/i.test(path)) {
      await rm(file)
      result.deleted.push(path)
    }
  }
  if (result.remade.some((path) => path.endsWith('.csv'))) await exportCsv(out)
  if (result.remade.includes('report.html')) await writeReport(out)
  return result
}

/** Not those of datasets, and not what was fetched. */
async function otherFiles(out: string): Promise<string[]> {
  const found = await readdir(out, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.parquet'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/^\.(cache|limelight)/.test(relative(out, file)))
    .sort()
}
