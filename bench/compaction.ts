import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { startEmulator } from '../scripts/emulator/start.mjs'
import { openBucket } from '../src/aws/bucket.ts'
import { connection, s3Client } from '../src/aws/clients.ts'
import { partition, variableNames } from '../src/aws/contract.ts'
import { compact } from '../src/cloud/compact.ts'
import { openHost } from '../src/cloud/host.ts'
import { openDatabase } from '../src/dataset/database.ts'
import { fileListSql } from '../src/dataset/files.ts'
import { identifier, sqlType } from '../src/dataset/schema.ts'
import { readCloudEnvironment } from '../src/environment.ts'
import { familyVariables } from '../src/variables/registry/families.ts'
import { type Variable, variablesOf } from '../src/variables/registry/index.ts'

/**
 * Compaction of a made-up day, in one slice and in several, against a plain DuckDB COPY of the same files on disk: images a
 * second, and the peak memory of the process. Every tenth image has been measured twice.
 * `npm run bench -- compaction [IMAGES] [SLICES...]`
 */
const [images = 200_000, ...slices] = process.argv
  .slice(2)
  .filter((word) => !word.startsWith('-'))
  .map(Number)
/** Bytes that DuckDB may have, as in a function of 3008 MB. */
const memory = 1625e6
const measured = Math.round(images * 1.1)
const [perShard, boxes, dt] = [2000, 3, '2026-11-22']
const optional = new Set(familyVariables.map(({ name }) => name))
const runOf = (shard: number) => `20261122T${100_000 + Math.floor(shard / 10)}000Z-abcdef`
const paths = (folder: string) => readdirSync(folder).map((name) => join(folder, name))
const count = (folder: string) => paths(folder).flatMap(paths).length
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0)

const child = process.argv.find((word) => word.startsWith('--do='))?.slice(5)
if (child) await measure(JSON.parse(child))
else await compare()

interface Task {
  endpoint: string
  name: string
  slices: number
  files: string
  bytes: number
}

async function compare(): Promise<void> {
  const emulator = await startEmulator()
  const folder = mkdtempSync(join(tmpdir(), 'limelight-compaction-'))
  try {
    const bytes = await lay(folder)
    const task = { endpoint: emulator.endpoint, files: folder, bytes }
    console.log(
      `${images} images, ${images * boxes} boxes, ${count(folder)} shards, ${megabytes(bytes)} MB the largest dataset`,
    )
    const plain = inChild({ ...task, name: 'copy', slices: 0 })
    row('COPY on disk, in no order', plain.seconds, plain)
    for (const number of slices.length > 0 ? slices : [1, 4]) {
      const name = `limelight-bench-${number}`
      await upload(emulator.endpoint, name, folder)
      row(
        `compaction, ${number} slice${number > 1 ? 's' : ''}`,
        plain.seconds,
        inChild({ ...task, name, slices: number }),
      )
    }
  } finally {
    rmSync(folder, { recursive: true })
    await emulator.stop()
  }
}

interface Measured {
  seconds: number
  /** CPU time of the process. */
  cpu: number
  peak: number
}

function row(name: string, plain: number, { seconds, cpu, peak }: Measured): void {
  const cells = [
    `${seconds.toFixed(1)} s`,
    `${cpu.toFixed(1)} s CPU`,
    `${Math.round(images / seconds)} images/s`,
    `peak ${megabytes(peak)} MB`,
  ]
  console.log(name.padEnd(28), ...cells.map((cell) => cell.padStart(16)), `  ratio ${(seconds / plain).toFixed(2)}`)
}

/** A process of its own for each, as memory that was once had is not given back. */
function inChild(task: Task): Measured {
  const { stdout, status } = spawnSync(
    process.execPath,
    [process.argv[1] ?? '', String(images), `--do=${JSON.stringify(task)}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(`measuring ended with ${status}`)
  return JSON.parse(stdout)
}

async function measure(task: Task): Promise<void> {
  const started = performance.now()
  if (task.slices === 0) await copy(task.files)
  else await compactDay(task)
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const seconds = (performance.now() - started) / 1000
  console.log(JSON.stringify({ seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS * 1024 }))
}

async function copy(files: string): Promise<void> {
  const { connection, close } = await openDatabase({ temporary: join(files, 'spill'), memory })
  for (const dataset of ['images', 'detections']) {
    const list = fileListSql(paths(join(files, dataset)))
    await connection.run(
      `COPY (FROM read_parquet(${list})) TO '${join(files, 'copy.parquet')}' (FORMAT parquet, COMPRESSION zstd)`,
    )
  }
  close()
}

async function compactDay({ endpoint, name, slices, bytes }: Task): Promise<void> {
  const environment = {
    [variableNames.stage]: 'local',
    [variableNames.bucket]: name,
    [variableNames.endpoint]: endpoint,
  }
  const host = openHost(readCloudEnvironment(environment), { log: () => {}, memory })
  const options = { targetBytes: bytes / slices, groupBytes: bytes / slices }
  const planned = await compact(host, { dt, step: 'plan' }, options)
  if (!('slices' in planned) || planned.slices.length !== slices)
    throw new Error('the plan has another number of slices')
  for (const slice of planned.slices) await compact(host, slice, options)
  const done = await compact(host, { dt, step: 'finish' }, options)
  if (!('rows' in done) || done.rows.images !== images) throw new Error(`not ${images} images: ${JSON.stringify(done)}`)
}

/** @returns bytes of the larger dataset */
async function lay(folder: string): Promise<number> {
  const { connection, close } = await openDatabase()
  const largest = { images: 0, detections: 0 }
  for (const dataset of ['images', 'detections'] as const) {
    mkdirSync(join(folder, dataset))
    const per = dataset === 'images' ? perShard : perShard * boxes
    const total = Math.ceil(measured / perShard)
    for (let shard = 0; shard < total; shard++) {
      // The last tenth are the first images once more, by a later run.
      const columns = variablesOf(dataset).map(
        (variable) => `${value(variable, dataset, shard)} AS ${identifier(variable.name)}`,
      )
      const file = join(folder, dataset, `${runOf(shard)}-${shard.toString(16).padStart(16, '0')}.parquet`)
      await connection.run(`COPY (SELECT ${columns.join(', ')} FROM range(${shard * per}, ${Math.min((shard + 1) * per, measured * (per / perShard))}) AS rows (n))
        TO '${file}' (FORMAT parquet, COMPRESSION zstd)`)
    }
    const [size] =
      (await connection.runAndReadAll(`SELECT sum(size) FROM read_blob('${folder}/${dataset}/*')`)).getRows()[0] ?? []
    largest[dataset] = Number(size)
  }
  close()
  return Math.max(largest.images, largest.detections)
}

/** As a run of the core measures: every column of the families is empty. */
function value(variable: Variable, dataset: string, shard: number): string {
  const image = `(n // ${dataset === 'images' ? 1 : boxes}) % ${images}`
  const own: Record<string, string> = {
    row_id: `md5('row ' || ${image})`,
    uri: `'s3://bucket/images/2026/' || ${image} || '.jpg'`,
    key: `'2026/' || ${image} || '.jpg'`,
    status: `'ok'`,
    run_id: `'${runOf(shard)}'`,
    pipeline_digest: `'d1'`,
    sha256: `md5('a' || ${image}) || md5('b' || ${image})`,
    etag: `md5('c' || ${image})`,
    detection_id: `md5('d' || n)`,
    task: `'object'`,
    label: `['person', 'cup', 'car'][n % 3 + 1]`,
    stored_at: `TIMESTAMP '${dt}' + to_seconds(${image} % 86400)`,
  }
  if (own[variable.name]) return own[variable.name] as string
  if (optional.has(variable.name)) return `NULL::${sqlType(variable)}`
  if (variable.type === 'float') return 'random()'
  if (variable.type === 'int') return '(random() * 1000)::BIGINT'
  return `NULL::${sqlType(variable)}`
}

async function upload(endpoint: string, name: string, folder: string): Promise<void> {
  const client = s3Client(connection(endpoint))
  await client.send(new CreateBucketCommand({ Bucket: name }))
  const bucket = openBucket(client, name)
  for (const dataset of ['images', 'detections']) {
    for (const file of readdirSync(join(folder, dataset))) {
      await bucket.upload(`${partition('shards/', dataset, dt)}${file}`, join(folder, dataset, file))
    }
  }
  client.destroy()
}
