import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { drawPictures, measure, remove, temporaryFolder } from './cli.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder()
  await drawPictures(join(folder, 'pictures'), 3)
  await measure(join(folder, 'pictures'), join(folder, 'out'))
})
afterAll(() => remove(folder))

// Not everybody has these readers: what is missing is skipped, and said so.
describe.each([
  ['pyarrow', 'import pyarrow.dataset as d; print(d.dataset(PATH).to_table().num_rows)'],
  ['pandas', 'import pandas; print(len(pandas.read_parquet(PATH)))'],
  ['duckdb', 'import duckdb; print(len(duckdb.read_parquet(PATH + "/*.parquet").fetchall()))'],
])('%s', (reader, program) => {
  const there = has('python3', ['-c', `import ${reader}`])
  const opens = there ? test : test.skip
  opens('opens the dataset without options', () => {
    const script = `PATH = ${JSON.stringify(join(folder, 'out', 'images'))}\n${program}`

    expect(execFileSync('python3', ['-c', script], { encoding: 'utf8' }).trim()).toBe('3')
  })
})

describe("R's arrow", () => {
  const opens = has('Rscript', ['-e', 'library(arrow)']) ? test : test.skip
  opens('opens the dataset without options', () => {
    const script = `cat(nrow(arrow::open_dataset("${join(folder, 'out', 'images')}")))`

    expect(execFileSync('Rscript', ['-e', script], { encoding: 'utf8' }).trim()).toBe('3')
  })
})

function has(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
