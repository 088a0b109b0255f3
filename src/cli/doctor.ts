import { access, constants, mkdir } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import type { Command } from 'commander'
import { type Environment, readEnvironment } from '../environment.ts'

interface Finding {
  ok: boolean
  /** It is not there, and not needed. */
  absent?: boolean
  what: string
  says: string
  /** What to do when it is not. */
  remedy?: string
}

/** `limelight doctor`: whether this machine can do the work, and what to do where it can't. */
export function register(program: Command): void {
  program
    .command('doctor')
    .description('check this machine: libraries, models, devices, memory; exit 1 if the default run would not work')
    .option('--json', 'print the findings as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine(readEnvironment())
      if (json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
      else for (const finding of findings) print(finding)
      if (findings.some(({ ok }) => !ok)) process.exitCode = 1
    })
}

function print({ ok, absent, what, says, remedy }: Finding): void {
  const state = absent ? '-   ' : ok ? 'ok  ' : 'FAIL'
  console.log(`${state}  ${what.padEnd(12)} ${says}${!ok && remedy ? `\n      ${remedy}` : ''}`)
}

async function examine(environment: Environment): Promise<Finding[]> {
  return [
    node(),
    await pictures(),
    await parquet(),
    await runtime(),
    ...(await weights(environment)),
    await cache(environment),
    memory(),
  ]
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 20 || (major === 20 && minor >= 19)
  return {
    ok,
    what: 'node',
    says: `${process.versions.node} on ${process.platform} ${process.arch}`,
    remedy: 'install Node 20.19 or newer',
  }
}

async function pictures(): Promise<Finding> {
  return attempt('sharp', 'npm ci; on musl or old machines see sharp.pixelplumbing.com/install', async () => {
    const { default: sharp } = await import('sharp')
    await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer()
    return `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`
  })
}

async function parquet(): Promise<Finding> {
  return attempt('duckdb', 'npm ci', async () => {
    const { default: duckdb } = await import('@duckdb/node-api')
    const instance = await duckdb.DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.runAndReadAll('SELECT 1')
    connection.closeSync()
    instance.closeSync()
    return `duckdb ${duckdb.version()}`
  })
}

async function runtime(): Promise<Finding> {
  return attempt('onnxruntime', 'npm ci; Limelight needs the CPU library that is inside the package', async () => {
    const { listSupportedBackends } = await import('onnxruntime-node')
    const here = listSupportedBackends().filter(({ bundled }) => bundled)
    return `execution providers inside the package: ${here.map(({ name }) => name).join(', ')} (--device)`
  })
}

async function weights(environment: Environment): Promise<Finding[]> {
  const { resolveModels } = await import('../vision/zoo.ts')
  const { tasks } = await import('../vision/detection.ts')
  const { models, missing } = await resolveModels(tasks, environment)
  return [
    ...models.map(({ task, name, path }) => ({ ok: true, what: `task ${task}`, says: `${name}: ${path}` })),
    // Not a failure: a run leaves the task out and says so.
    ...missing.map(({ task, model }) => ({
      ok: true,
      absent: true,
      what: `task ${task}`,
      says: `${model}: not on this machine, a run leaves it out; limelight models pull ${model}`,
    })),
  ]
}

async function cache({ cacheFolder }: Environment): Promise<Finding> {
  return attempt('cache', 'set LIMELIGHT_CACHE to a folder that can be written', async () => {
    await mkdir(cacheFolder, { recursive: true })
    await access(cacheFolder, constants.W_OK)
    return cacheFolder
  })
}

function memory(): Finding {
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`
  return {
    ok: totalmem() > 2 * 2 ** 30,
    what: 'memory',
    says: `${gib(freemem())} free of ${gib(totalmem())}`,
    remedy: 'a run with two lanes needs about 1.5 GB; use --workers 1',
  }
}

async function attempt(what: string, remedy: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { ok: true, what, says: await look() }
  } catch (error) {
    return { ok: false, what, says: error instanceof Error ? error.message : String(error), remedy }
  }
}
