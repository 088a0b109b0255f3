import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { openSource } from '../src/sources/open.ts'

/**
 * Posts a second by importer, CPU time of one core, on the files of test/sources/exports repeated under other ids; beside
 * each the same file only parsed (JSON.parse a line, csv-parse a row), which is what no importer can beat. A ratio of .5:
 * half of the time is parsing. `npm run bench -- importers [MB]`
 *
 * Memory on a large file: its peak while the first tenth and while all of it is read. `npm run bench -- importers memory [GB]`
 */
const made = join(process.cwd(), 'test', 'sources', 'exports')
const files = [
  'zeeschuimer.ndjson',
  '4cat.ndjson',
  '4cat-instagram.csv',
  'apify.json',
  'apify.csv',
  'crowdtangle-instagram.csv',
  'content-library.csv',
  'reddit-submissions.jsonl',
]
const folder = mkdtempSync(join(tmpdir(), 'limelight-importers-'))
const [first, second] = process.argv.slice(2)
try {
  if (first === 'memory') await memory(Number(second ?? 5))
  else if (first === 'read') await readAll(second ?? '')
  else await speed(Number(first ?? 40))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function speed(megabytes: number): Promise<void> {
  console.log(`${megabytes} MB of each`)
  console.log(
    'file'.padEnd(28),
    'posts'.padStart(9),
    'posts/s'.padStart(9),
    'MB/s'.padStart(7),
    'parsing alone is'.padStart(17),
  )
  for (const name of files) {
    const path = join(folder, name)
    await repeat(name, path, megabytes * 1e6)
    const parsing = await cpu(() => parseOnly(path))
    let posts = 0
    const reading = await cpu(async () => {
      for await (const item of (await openSource(path)).items()) if (item.kind === 'post') posts++
    })
    const cells = [posts, posts / reading, statSync(path).size / 1e6 / reading].map((value) => value.toFixed(0))
    console.log(
      name.padEnd(28),
      (cells[0] ?? '').padStart(9),
      (cells[1] ?? '').padStart(9),
      (cells[2] ?? '').padStart(7),
      (parsing / reading).toFixed(2).padStart(17),
    )
    rmSync(path)
  }
}

async function cpu(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

async function parseOnly(path: string): Promise<void> {
  if (path.endsWith('.csv')) {
    const parser = createReadStream(path).pipe(parse({ columns: true }))
    for await (const _ of parser);
  } else if (path.endsWith('.json')) JSON.parse(readFileSync(path, 'utf8'))
  else for await (const line of createInterface({ input: createReadStream(path) })) JSON.parse(line)
}

/** A small file again and again, each time with other ids, up to a size. */
async function repeat(name: string, path: string, size: number): Promise<void> {
  const text = readFileSync(join(made, name), 'utf8').trimEnd()
  await pipeline(pieces(name, text, size), createWriteStream(path))
}

function* pieces(name: string, text: string, size: number): Generator<string> {
  const [head, body, join_, foot] = partsOf(name, text)
  yield head
  let written = head.length
  for (let round = 0; written < size; round++) {
    const piece = `${round > 0 ? join_ : ''}${renumbered(body, round)}`
    written += piece.length
    yield piece
  }
  yield foot
}

function partsOf(name: string, text: string): [string, string, string, string] {
  if (name.endsWith('.json')) return ['[', text.slice(1, -1), ',', ']']
  if (!name.endsWith('.csv')) return ['', text, '\n', '\n']
  const end = text.indexOf('\n') + 1
  return [text.slice(0, end), text.slice(end), '\r\n', '\r\n']
}

function renumbered(body: string, round: number): string {
  return body.replace(
    /CARo_1|GRAph2|STOry3|ADvert4|APify\d|CTangle\d|1abc0\d|00000000000000\d/g,
    (id) => `${id}${round}`,
  )
}

async function memory(gigabytes: number): Promise<void> {
  const name = 'zeeschuimer.ndjson'
  console.log(`${name}, read by a process of its own`)
  console.log('GB'.padStart(6), 'posts'.padStart(10), 'peak RSS MB'.padStart(12), 'seconds'.padStart(8))
  const peaks: number[] = []
  for (const size of [gigabytes / 10, gigabytes]) {
    const path = join(folder, name)
    await repeat(name, path, size * 1e9)
    const { stdout, stderr } = spawnSync(process.execPath, [process.argv[1] ?? '', 'read', path], { encoding: 'utf8' })
    if (stdout === '') throw new Error(stderr)
    const { posts, rss, seconds }: { posts: number; rss: number; seconds: number } = JSON.parse(stdout)
    peaks.push(rss)
    console.log(
      size.toFixed(1).padStart(6),
      String(posts).padStart(10),
      (rss / 1e6).toFixed(0).padStart(12),
      seconds.toFixed(0).padStart(8),
    )
    rmSync(path)
  }
  console.log(`ratio: ${((peaks[1] ?? 0) / (peaks[0] ?? 1)).toFixed(2)}`)
}

async function readAll(path: string): Promise<void> {
  let posts = 0
  const start = performance.now()
  for await (const item of (await openSource(path)).items()) if (item.kind === 'post') posts++
  const rss = process.resourceUsage().maxRSS * 1024
  console.log(JSON.stringify({ posts, rss, seconds: (performance.now() - start) / 1000 }))
}
