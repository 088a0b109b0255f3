import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { type ObjectVersion, objectVersions } from '../aws/object-versions.ts'
import { readParquetSql } from '../dataset/files.ts'
import { literal } from '../dataset/schema.ts'
import { nameAsWord } from '../privacy/account-name.ts'
import { deleteVersions, type Forgetting, replaceVersion, withVersion } from './forget-versions.ts'

/**
 * What lies beside datasets: lists of images lose the account's lines, as a message may still wait for the rest; results of
 * Athena and rows on their way through a compaction, which can be made again, are deleted where they name it.
 */
export async function forgetTexts(work: Forgetting): Promise<void> {
  const found: ObjectVersion[] = []
  for (const prefix of [prefixes.manifests, prefixes.athena])
    for await (const one of objectVersions(work.bucket, prefix)) if (!one.marker) found.push(one)
  const isGone = await goneLines(work)
  for (const one of found) {
    await withVersion(work, one, async (file) => {
      if (one.key.endsWith('.jsonl')) await forgetLines(work, { one, file, isGone })
      else if (one.key.endsWith('.parquet') ? await rowsName(work, file) : await textNames(work, file))
        await deleteVersions(work, [one])
    })
  }
}

type Test = (line: string) => boolean

/** Whether a line of a list is an image of the account, by its address or a folder. */
async function goneLines({ connection, bucket: { name: ownBucket }, name }: Forgetting): Promise<Test> {
  const gone = new Set((await connection.runAndReadAll('FROM gone_uris')).getRows().map(([uri]) => String(uri)))
  return (line) => {
    try {
      const { bucket = ownBucket, key = '' } = JSON.parse(line) as { bucket?: string; key?: string }
      return gone.has(objectUri(bucket, key)) || key.toLowerCase().split('/').slice(1).includes(name)
    } catch {
      return nameAsWord(name).test(line)
    }
  }
}

async function forgetLines(
  work: Forgetting,
  { one, file, isGone }: { one: ObjectVersion; file: string; isGone: Test },
): Promise<void> {
  if (!(await someLine(file, isGone))) return
  if (!one.latest) return await deleteVersions(work, [one])
  const rest = `${file}.new`
  await pipeline(Readable.from(linesBut(file, isGone)), createWriteStream(rest))
  await replaceVersion(work, one, rest)
  await rm(rest)
}

async function rowsName({ connection, name }: Forgetting, file: string): Promise<boolean> {
  const rows = `${readParquetSql([file])} AS one`
  const columns = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${rows}`)).getRows().map(([column]) => column)
  const tests = [
    `contains(lower(to_json(one)::VARCHAR), ${literal(name)})`,
    ...(columns.includes('post_id') ? ['post_id IN (FROM gone_posts)'] : []),
    ...(columns.includes('row_id') ? ['row_id IN (SELECT row_id FROM gone_images)'] : []),
  ]
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${rows} WHERE ${tests.join(' OR ')}`)
  return Number(reader.getRows()[0]?.[0]) > 0
}

/** Plans of compactions name shards, never accounts. */
async function textNames({ name }: Forgetting, file: string): Promise<boolean> {
  return !file.endsWith('.json') && (await someLine(file, (line) => nameAsWord(name).test(line)))
}

async function someLine(file: string, test: Test): Promise<boolean> {
  for await (const line of lines(file)) if (test(line)) return true
  return false
}

async function* linesBut(file: string, test: Test): AsyncGenerator<string> {
  for await (const line of lines(file)) if (!test(line)) yield `${line}\n`
}

function lines(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
}
