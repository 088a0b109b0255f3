import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import sharp from 'sharp'
import { readEnvironment } from '../src/environment.ts'
import { decode } from '../src/image/decode.ts'
import { defaultDecodeOptions } from '../src/image/picture.ts'
import { openVision } from '../src/vision/open.ts'
import { resolveModels } from '../src/vision/zoo.ts'

/**
 * Objects only, from file to boxes, against a tuned onnxruntime + OpenCV pipeline in Python with the same weights
 * (bench/peers/objects.py). One thread each, a warm file cache, colour profiles ignored as OpenCV does; the two take turns,
 * set by set. Goal: 1.2 times the peer's rate, CPU and wall.
 * `npm run bench -- objects [ROUNDS] [PYTHON]`; PYTHON has onnxruntime, opencv-python-headless and numpy.
 */
const shared = join(process.cwd(), '..', 'shared')
if (!existsSync(join(shared, 'data')))
  throw new Error(`${shared} is missing: this benchmark needs its photos and models`)
const rounds = Number(process.argv[2] ?? 5)
const python = process.argv[3] ?? 'python3'
if (spawnSync(python, ['-c', 'import cv2, numpy, onnxruntime']).status !== 0) {
  throw new Error(`${python} lacks the peer's packages: pip install onnxruntime opencv-python-headless numpy`)
}

interface Round {
  cpu: number
  wall: number
  found: number
}

sharp.concurrency(1)
sharp.cache(false)
const { models } = await resolveModels(['objects'], { ...readEnvironment(), modelsFolder: join(shared, 'models') })
const [model] = models
if (!model) throw new Error('yolox-nano is missing: limelight models pull')
const vision = await openVision({ models, device: 'cpu', threads: 1 })
const peer = spawn(python, [join('bench', 'peers', 'objects.py'), model.path], { stdio: ['pipe', 'pipe', 'inherit'] })
const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]()

const sets = { coco: jpegs('coco'), instaloader: jpegs('instaloader') }
const results: Record<string, { ours: Round; peer: Round }[]> = { coco: [], instaloader: [] }
for (let round = 0; round <= rounds; round++) {
  for (const [name, files] of Object.entries(sets)) {
    const result = { ours: await runOurs(files), peer: await runPeer(files) }
    if (round > 0) results[name]?.push(result) // the first round warms up
  }
}
peer.stdin.end()
await vision.close()

console.log('ms a photo'.padEnd(34), 'CPU'.padStart(8), 'wall'.padStart(8), 'boxes'.padStart(8))
for (const [name, files] of Object.entries(sets)) {
  const times = results[name] ?? []
  for (const who of ['peer', 'ours'] as const) {
    const ms = (kind: 'cpu' | 'wall') => (median(times.map((t) => t[who][kind])) / files.length).toFixed(2).padStart(8)
    console.log(
      `${name} (${files.length}): ${who}`.padEnd(34),
      ms('cpu'),
      ms('wall'),
      String(times[0]?.[who].found).padStart(8),
    )
  }
}
const both = Array.from({ length: rounds }, (_, i) => Object.values(results).flatMap((times) => times[i] ?? []))
const ratio = (kind: 'cpu' | 'wall') =>
  median(both.map((r) => sum(r.map((t) => t.peer[kind])) / sum(r.map((t) => t.ours[kind])))).toFixed(2)
console.log('both: ratio of rates (goal 1.2)'.padEnd(34), ratio('cpu').padStart(8), ratio('wall').padStart(8))

async function runOurs(files: readonly string[]): Promise<Round> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()]
  let found = 0
  for (const file of files) {
    const picture = await decode(await readFile(file), { ...defaultDecodeOptions, analysisSize: 'full', icc: 'ignore' })
    found += (await vision.see(picture)).objects?.length ?? 0
  }
  const used = process.cpuUsage(cpu)
  return { cpu: (used.user + used.system) / 1000, wall: performance.now() - wall, found }
}

async function runPeer(files: readonly string[]): Promise<Round> {
  peer.stdin.write(`${files.join('\n')}\n\n`)
  const answer = await answers.next()
  const [cpu = 0, wall = 0, found = 0] = String(answer.value).split(' ').map(Number)
  return { cpu: cpu * 1000, wall: wall * 1000, found }
}

function jpegs(folder: string): string[] {
  const path = join(shared, 'data', folder)
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.jpg'))
    .sort()
    .map((file) => join(path, file))
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
