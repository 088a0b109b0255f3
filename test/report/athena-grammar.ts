import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Complaints of a Trino grammar about a query; none for one that parses. */
export type Grammar = (sql: string) => string[]

/** The parser's package can only be loaded by a bundler. */
export async function trinoGrammar(): Promise<Grammar> {
  const folder = await mkdtemp(join(tmpdir(), 'limelight-grammar-'))
  try {
    const bundle = join(folder, 'trino.mjs')
    execFileSync(
      join(process.cwd(), 'node_modules/.bin/esbuild'),
      ['--bundle', '--platform=node', '--format=esm', '--log-level=error', `--outfile=${bundle}`],
      { input: "export { TrinoSQL } from 'dt-sql-parser'" },
    )
    const { TrinoSQL } = (await import(pathToFileURL(bundle).href)) as {
      TrinoSQL: new () => { validate(sql: string): { message: string; startLine: number }[] }
    }
    const parser = new TrinoSQL()
    return (sql) => parser.validate(sql).map(({ message, startLine }) => `line ${startLine}: ${message}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
