import {
  AthenaClient,
  type ColumnInfo,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import type { DatasetReader } from '../dataset/read.ts'
import type { RunInfo } from '../dataset/run-info.ts'
import { RunError } from '../errors.ts'
import { type Days, type Parameter, queryOfDays, withParameters } from './athena-sql.ts'
import { parseValue } from './athena-values.ts'
import type { Connection } from './clients.ts'

export interface AthenaOptions {
  client: AthenaClient
  /** Names of contract.ts. */
  database: string
  workgroup: string
  days: Days
  /** The tables of the database that queries may name: the datasets of the registry. */
  tables: readonly string[]
  /** What was measured, for the report. */
  runInfo?: RunInfo | null
  /** Is told of each query that has ended, and how many bytes it is charged for. */
  onQuery?: (query: { sql: string; bytes: number; milliseconds: number }) => void
}

export function athenaClient(to: Connection): AthenaClient {
  return new AthenaClient({ ...to, maxAttempts: 8, retryMode: 'adaptive' })
}

/**
 * Asks the datasets of some days by Athena, with the same SQL as `openDataset` does on disk. Lists have to be asked for
 * as JSON. The tables are there whether or not they have rows.
 */
export function openAthena(options: AthenaOptions): DatasetReader {
  const { tables, database, days, runInfo = null } = options
  let closed = false
  return {
    async query<T>(sql: string, parameters: readonly unknown[] = []) {
      const text = queryOfDays(withParameters(sql, parameters.map(parameterOf)), tables, database, days)
      const id = await start(options, text)
      await ended(options, id, () => closed)
      return (await rowsOf(options.client, id)) as T[]
    },
    has: (dataset) => tables.includes(dataset),
    runInfo,
    close() {
      closed = true
    },
  }
}

/** DuckDB takes values that Trino has no literal for. */
function parameterOf(value: unknown): Parameter {
  if (value === null || value instanceof Date) return value
  if (['string', 'number', 'bigint', 'boolean'].includes(typeof value)) return value as Parameter
  throw new RunError(`a query by Athena takes texts, numbers, booleans and times, not ${JSON.stringify(value)}`)
}

/** Athena's limit, in bytes. */
const longest = 262_144

async function start({ client, database, workgroup }: AthenaOptions, sql: string): Promise<string> {
  if (Buffer.byteLength(sql) > longest) {
    throw new RunError(`a query of ${Buffer.byteLength(sql)} bytes: Athena takes ${longest}; ask for less at once`)
  }
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Database: database },
      WorkGroup: workgroup,
    }),
  )
  if (!QueryExecutionId) throw new RunError(`the workgroup ${workgroup} took a query and gave no id; try again`)
  return QueryExecutionId
}

/** Waits for a query: most take a second, so it is asked for often at first. */
async function ended(options: AthenaOptions, id: string, closed: () => boolean): Promise<void> {
  for (let wait = 100; !closed(); wait = Math.min(2_000, wait * 1.5)) {
    const { QueryExecution: query } = await options.client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))
    const state = query?.Status?.State
    if (state === 'SUCCEEDED') {
      options.onQuery?.({
        sql: query?.Query ?? '',
        bytes: query?.Statistics?.DataScannedInBytes ?? 0,
        milliseconds: query?.Statistics?.TotalExecutionTimeInMillis ?? 0,
      })
      return
    }
    if (state === 'FAILED' || state === 'CANCELLED') throw new RunError(whyNot(query, options))
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
  throw new RunError('the dataset was closed before its query had ended')
}

function whyNot(query: QueryExecution | undefined, { workgroup, days }: AthenaOptions): string {
  const reason = query?.Status?.StateChangeReason ?? ''
  if (/bytes scanned limit/i.test(reason)) {
    return (
      `Athena stopped a query at the scan limit of the workgroup ${workgroup} (days ${days.from} to ${days.to}): ` +
      'ask for fewer days, or raise the scan limit of the stack'
    )
  }
  return `Athena could not answer a query: ${reason || query?.Status?.State}\n${query?.Query ?? ''}`
}

/** All rows of an answer; the first page begins with the names of the columns. */
async function rowsOf(client: AthenaClient, id: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = []
  let header = true
  for await (const { ResultSet } of paginateGetQueryResults({ client, pageSize: 1000 }, { QueryExecutionId: id })) {
    const columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? []
    for (const { Data = [] } of ResultSet?.Rows ?? []) {
      if (!header) rows.push(Object.fromEntries(columns.map((column, at) => cell(column, Data[at]?.VarCharValue))))
      header = false
    }
  }
  return rows
}

function cell({ Name = '', Type = 'varchar' }: ColumnInfo, text: string | undefined): [string, unknown] {
  return [Name, parseValue(text, Type, Name)]
}
