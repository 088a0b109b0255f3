import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { Bucket } from '../aws/bucket.ts'
import { dayOf, partition } from '../aws/contract.ts'
import { isNoGroup, logEvents } from '../aws/logs.ts'
import { openDatabase } from '../dataset/database.ts'
import { readParquetSql } from '../dataset/files.ts'
import { downloadAll } from './download.ts'
import { inFolder } from './host.ts'

export interface MeasuredOf {
  bucket: Bucket
  logs: CloudWatchLogsClient
  /** Log group of the workers. */
  group: string
  now: Date
  /** Folder for temporary files. */
  folder: string
}

export interface Measured {
  /** Images of which rows were stored since midnight, UTC. */
  today: number
  /** By what was stored in the last minutes. */
  anHour: number
  minutes: number
  from: 'logs' | 'shards'
}

/** Minutes over which the rate is taken. */
const lately = 15

/** Images measured today; null where neither logs nor shards tell. */
export async function measuredToday(of: MeasuredOf): Promise<Measured | null> {
  const midnight = new Date(`${dayOf(of.now)}T00:00:00Z`)
  const recent = of.now.getTime() - lately * 60_000
  const sum = { today: 0, lately: 0 }
  const count = (images: number, time: Date) => {
    sum.today += images
    if (time.getTime() >= recent) sum.lately += images
  }
  const from = (await countByLogs(of, midnight, count)) ?? (await countByShards(of, count))
  if (from === null) return null
  return { today: sum.today, anHour: (sum.lately * 60) / lately, minutes: lately, from }
}

type Count = (images: number, time: Date) => void

/** Workers log how many images each shard has. */
async function countByLogs({ logs, group }: MeasuredOf, since: Date, count: Count): Promise<'logs' | null> {
  try {
    for await (const { time, message } of logEvents(logs, { group, since, pattern: '{ $.event = "stored" }' })) {
      count(imagesOf(message), time)
    }
    return 'logs'
  } catch (error) {
    if (isNoGroup(error)) return null
    throw error
  }
}

function imagesOf(message: string): number {
  try {
    const { event, Images } = JSON.parse(message) as { event?: unknown; Images?: unknown }
    return event === 'stored' && typeof Images === 'number' ? Images : 0
  } catch {
    // A line that was cut, or is another program's.
    return 0
  }
}

/** More shards than that are not worth reading for a number. */
const mostShards = 200

/** Where workers write no log group, as on a laptop: the rows of today's shards and of what is compacted, as long as they are few. */
async function countByShards({ bucket, now, folder }: MeasuredOf, count: Count): Promise<'shards' | null> {
  const shards: { key: string; bytes: number; storedAt: Date }[] = []
  for (const root of ['shards/', 'datasets/'] as const) {
    for await (const { key, bytes, storedAt } of bucket.list(partition(root, 'images', dayOf(now)))) {
      // Of rows that were compacted, it is not known when they were measured.
      shards.push({ key, bytes, storedAt: root === 'shards/' ? storedAt : new Date(0) })
      if (shards.length > mostShards) return null
    }
  }
  if (shards.length === 0) return 'shards'
  await inFolder({ folder }, async (temporary) => {
    await mkdir(join(temporary, 'shards'))
    const files = await downloadAll(bucket, shards, join(temporary, 'shards'))
    const { connection, close } = await openDatabase()
    try {
      for (const [at, file] of files.entries()) {
        const reader = await connection.runAndReadAll(`SELECT COUNT(*) FROM ${readParquetSql([file])}`)
        count(Number(reader.getRowsJS()[0]?.[0] ?? 0), shards[at]?.storedAt ?? now)
      }
    } finally {
      close()
    }
  })
  return 'shards'
}
