/**
 * Text: Limelight against RapidOCR, photo by photo in turns, in CPU milliseconds of all threads, decoding included;
 * and how many of the query photos' brands each one's text gives, by the same matching.
 * Usage: npm run bench -- text [--python PATH] [--every N] [--threads N]; PATH has the package named in bench/peers/rapidocr.py,
 * --threads is RapidOCR's (its own default: all cores); Limelight always takes one.
 */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { openCatalogue } from '../src/brands/catalogue.ts'
import { openWordmarks } from '../src/brands/wordmarks.ts'
import { readEnvironment } from '../src/environment.ts'
import { hull } from '../src/image/box.ts'
import { decode } from '../src/image/decode.ts'
import { defaultDecodeOptions, type Picture } from '../src/image/picture.ts'
import type { TextLine } from '../src/vision/detection.ts'
import { openTextReader } from '../src/vision/text.ts'
import { resolveModels } from '../src/vision/zoo.ts'
import { brandsFile, logoPhotos } from '../test/brands/flickrlogos.ts'

interface PeerAnswer {
  cpu: number
  wall: number
  lines: { quad: [number, number][]; text: string; score: number }[]
}

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    every: { type: 'string', default: '1' },
    threads: { type: 'string' },
  },
})
const every = Number(values.every)
const shared = join(process.cwd(), '..', 'shared')
const flickr = (await logoPhotos(shared)).filter(({ split }, i) => split === 'query' && i % every === 0)
const instagram = readdirSync(join(shared, 'data', 'instaloader'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.jpg'))
  .sort()
  .filter((_, i) => i % every === 0)
  .map((file) => ({ file: join(shared, 'data', 'instaloader', file), brands: [] }))

const catalogue = await openCatalogue()
const brands = brandsFile.brands.map(({ name, aliases = [] }) => ({
  ...(catalogue.find(name) ?? { handles: [], hashtags: [], references: [], threshold: null }),
  name,
  aliases: [...aliases, ...(catalogue.find(name)?.aliases ?? [])],
}))
const wordmarks = openWordmarks(brands)
const { models } = await resolveModels(['text'], readEnvironment())
const reader = await openTextReader(models, { device: 'cpu', threads: 1 })
const peer = openPeer()

for (const [name, photos] of [['Flickr', flickr] as const, ['Instagram', instagram] as const]) {
  const times = { own: [] as number[], peer: [] as number[], ownWall: [] as number[], peerWall: [] as number[] }
  const hits = { own: 0, peer: 0 }
  for (const [i, { file, brands: truth }] of photos.entries()) {
    if (i === 0) await look(file)
    if (i === 0) await peer.ask(file)
    const own = await look(file)
    const other = await peer.ask(file)
    times.own.push(own.cpu)
    times.peer.push(other.cpu)
    times.ownWall.push(own.wall)
    times.peerWall.push(other.wall)
    if (await names(own.picture, own.lines, truth)) hits.own++
    if (await names(own.picture, other.lines.map(textLine), truth)) hits.peer++
  }
  const line = (what: string, a: number[], b: number[]) =>
    console.log(
      `${name.padEnd(10)} ${what.padEnd(5)} RapidOCR ${mean(b).toFixed(0)} ms, Limelight ${mean(a).toFixed(0)} ms a photo: ` +
        `${(mean(b) / mean(a)).toFixed(2)} times as fast (median of photos ${median(b.map((ms, i) => ms / (a[i] as number))).toFixed(2)})`,
    )
  line('CPU', times.own, times.peer)
  line('wall', times.ownWall, times.peerWall)
  const positives = photos.filter((photo) => photo.brands.length > 0).length
  if (positives > 0) console.log(`${name}: brands found, RapidOCR ${hits.peer}, Limelight ${hits.own} of ${positives}`)
}
await reader.close()
peer.close()

async function look(file: string) {
  const cpu = process.cpuUsage()
  const start = performance.now()
  const picture = await decode(await readFile(file), defaultDecodeOptions)
  const lines = await reader.read(picture)
  const { user, system } = process.cpuUsage(cpu)
  return { picture, lines, cpu: (user + system) / 1000, wall: performance.now() - start }
}

async function names(picture: Picture, text: TextLine[], truth: readonly string[]): Promise<boolean> {
  const logos = await wordmarks.find(picture, { text })
  return logos.some(({ brand }) => truth.includes(brand))
}

function textLine({ quad, text, score }: PeerAnswer['lines'][number]): TextLine {
  const at = (i: number) => ({ x: quad[i]?.[0] ?? 0, y: quad[i]?.[1] ?? 0 })
  const points = [at(0), at(1), at(2), at(3)] as const
  return {
    label: 'text',
    text,
    score,
    quad: points,
    box: hull(points.map(({ x, y }) => ({ x1: x, y1: y, x2: x, y2: y }))),
  }
}

function openPeer() {
  const script = join(process.cwd(), 'bench', 'peers', 'rapidocr.py')
  const args = values.threads ? [script, values.threads] : [script]
  const child = spawn(values.python, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(file: string): Promise<PeerAnswer> {
      child.stdin.write(`${file}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error(`${values.python} has no RapidOCR; see the top of bench/peers/rapidocr.py`)
      return JSON.parse(value)
    },
    close: () => child.stdin.end(),
  }
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
}
