import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { openDataset } from '../../src/dataset/read.ts'
import type { RunInfo } from '../../src/dataset/run-info.ts'

const program = join(process.cwd(), 'dist', 'cli', 'limelight.js')

export interface Ended {
  code: number | null
  signal: string | null
  stdout: string
  stderr: string
}

export interface Started {
  child: ChildProcess
  ended: Promise<Ended>
}

/** Starts the built program, as a user would. */
export function start(args: string[], { env = {}, cwd }: { env?: Record<string, string>; cwd?: string } = {}): Started {
  if (!existsSync(program)) throw new Error('the tests need the built program: npm run build')
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...env }, cwd, stdio: 'pipe' })
  const ended = new Promise<Ended>((resolve, reject) => {
    const said = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...said }))
  })
  return { child, ended }
}

export function limelight(
  args: string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Ended> {
  return start(args, options).ended
}

/** Measures without models and report: what most tests of the job need. */
export function measure(
  source: string,
  out: string,
  more: string[] = [],
  env: Record<string, string> = {},
): Promise<Ended> {
  return limelight(['run', source, '--out', out, '--tasks', 'none', '--no-report', ...more], { env })
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'limelight-run-'))
}

export function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Small pictures, each of another colour: `0000.jpg`, `0001.jpg`, ... */
export async function drawPictures(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (let i = 0; i < count; i++) {
    const background = { r: (i * 7) % 256, g: (i * 31) % 256, b: i % 256 }
    const picture = sharp({ create: { width: 40, height: 30, channels: 3, background } }).jpeg()
    await writeFile(join(folder, `${String(i).padStart(4, '0')}.jpg`), await picture.toBuffer())
  }
}

export async function writeTable(path: string, lines: string[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${lines.join('\n')}\n`)
}

export async function ask<T>(out: string, sql: string): Promise<T[]> {
  const dataset = await openDataset(out)
  try {
    return await dataset.query<T>(sql)
  } finally {
    dataset.close()
  }
}

export async function runInfo(out: string): Promise<RunInfo> {
  return JSON.parse(await readFile(join(out, 'run.json'), 'utf8')) as RunInfo
}

export interface Told {
  event: string
  [name: string]: unknown
}

/** Waits until the program says an event (with `--json`) for the nth time. */
export function told({ child }: Started, event: string, nth = 1): Promise<Told> {
  return new Promise((resolve, reject) => {
    let text = ''
    let left = nth
    child.stdout?.on('data', (more: string) => {
      const lines = (text + more).split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        const said = JSON.parse(line) as Told
        if (said.event === event && --left === 0) resolve(said)
      }
    })
    child.on('close', () => reject(new Error(`the program ended without ${nth} x ${event}`)))
  })
}
