import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { readVectors } from '../src/corpus/read-vectors.ts'
import { openDataset } from '../src/dataset/read.ts'
import { writeShard } from '../src/dataset/write.ts'
import { readEnvironment } from '../src/environment.ts'
import { decode } from '../src/image/decode.ts'
import { defaultDecodeOptions } from '../src/image/picture.ts'
import { measure } from '../src/variables/measure.ts'
import { chosenVariables } from '../src/variables/registry/choose.ts'
import type { Row } from '../src/variables/registry/index.ts'
import { openClasses } from '../src/vision/classes.ts'
import { openLogoEmbedding } from '../src/vision/logo-embedding.ts'
import { type ResolvedModel, resolveModels } from '../src/vision/zoo.ts'
import { type Labelled, labelledPhotos } from './measures/labelled-photos.ts'

/**
 * What `limelight corpus` may compare images by, next to each other: of the five nearest photos, how many are of the same kind (same product,
 * same account, an object in common, a brand in common), next to chance; and whether a part of a photo (three quarters of each side, brighter,
 * JPEG 70) is nearer to its own whole than to any other. `npm run bench -- likeness [PHOTOS A SET]`
 */
const shared = join(process.cwd(), '..', 'shared')
const most = Number(process.argv[2] ?? 400)
const nearest = 5

sharp.concurrency(1)
sharp.cache(false)
const environment = { ...readEnvironment({}), modelsFolder: join(shared, 'models') }
const { models } = await resolveModels(['classes'], environment)
if (!models[0]) throw new Error(`${shared}/models has no classifier: this benchmark needs one`)
const logoModel: ResolvedModel = {
  task: 'logos',
  name: 'logo-embedding',
  adapter: 'logo-embedding',
  path: join(process.cwd(), 'models', 'logo-embedding.onnx'),
  sha256: '',
  inputSize: 96,
  labels: ['logo'],
}
const cpu = { device: 'cpu', threads: 1 } as const
const classes = await openClasses(models[0], cpu)
const logos = await openLogoEmbedding(logoModel, cpu)
const families = { core: new Set<string>(), curated: new Set(chosenVariables('curated')) }

for (const [set, photos] of Object.entries(labelledPhotos(shared, most))) {
  const described = []
  for (const photo of photos) described.push(await describe(photo.file, await readFile(photo.file)))
  for (const photo of photos) described.push(await describe(`${photo.file} part`, await partOf(photo.file)))
  console.log(`${set}: ${photos.length} photos, chance ${chance(photos).toFixed(3)}`)
  for (const by of ['variables core', 'variables curated', 'logo-embedding, whole photo', 'classes'] as const) {
    const vectors = await vectorsBy(by, described)
    const { alike, found } = judged(vectors, photos)
    console.log(`  ${by.padEnd(28)} of the same kind ${alike.toFixed(3)}, parts found ${found.toFixed(3)}`)
  }
}

interface Described {
  row: Row
  vectors: Record<string, Float32Array>
}

async function describe(id: string, bytes: Uint8Array): Promise<Described> {
  const picture = await decode(bytes, defaultDecodeOptions)
  const { width, height } = picture
  const { embedding } = await classes.classify(picture, 1)
  const [logo] = await logos.embed(picture, [{ x1: 0, y1: 0, x2: width, y2: height }])
  const row = { row_id: id, uri: id, key: id, status: 'ok', warnings: [], run_id: '1', pipeline_digest: 'd' }
  const vectors = { classes: embedding ?? new Float32Array(1), 'logo-embedding, whole photo': logo as Float32Array }
  return { row: { ...row, ...(await measure(picture, families.curated)) }, vectors }
}

async function partOf(file: string): Promise<Uint8Array> {
  const { width, height } = await sharp(file).metadata()
  const [left, top] = [Math.floor(width * 0.18), Math.floor(height * 0.05)]
  return await sharp(file)
    .extract({ left, top, width: Math.floor(width * 0.75), height: Math.floor(height * 0.75) })
    .modulate({ brightness: 1.1 })
    .jpeg({ quality: 70 })
    .toBuffer()
}

/** As the corpus reads them from a dataset, in the order of what was described. */
async function vectorsBy(by: string, described: readonly Described[]): Promise<Float32Array[]> {
  const out = await mkdtemp(join(tmpdir(), 'limelight-likeness-'))
  try {
    const core = by === 'variables core'
    await writeShard(
      out,
      'images',
      described.map(({ row }) => (core ? withoutFamilies(row) : row)),
    )
    const rows = described.flatMap(({ row, vectors }) => {
      const vector = vectors[by]
      return vector ? [{ row_id: row.row_id as string, detection_id: null, model: by, vector: [...vector] }] : []
    })
    await writeShard(out, 'embeddings', rows)
    const reader = await openDataset(out)
    const ids = described.map(({ row }) => row.row_id as string).sort()
    const found = new Map<string, Float32Array>()
    await (await readVectors(reader, ids)).each((vector, at) => found.set(ids[at] as string, vector.slice()))
    reader.close()
    return described.map(({ row }) => found.get(row.row_id as string) as Float32Array)
  } finally {
    await rm(out, { recursive: true })
  }
}

function withoutFamilies(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !families.curated.has(name)))
}

/** The first vectors are those of whole photos, the rest those of their parts. */
function judged(vectors: readonly Float32Array[], photos: readonly Labelled[]): { alike: number; found: number } {
  const wholes = vectors.slice(0, photos.length)
  let [alike, found] = [0, 0]
  for (const [i, { kinds }] of photos.entries()) {
    const others = nearestOf(vectors[i] as Float32Array, wholes).filter((j) => j !== i)
    alike += others.slice(0, nearest).filter((j) => share(kinds, photos[j]?.kinds ?? [])).length / nearest
    if (nearestOf(vectors[photos.length + i] as Float32Array, wholes)[0] === i) found += 1
  }
  return { alike: alike / photos.length, found: found / photos.length }
}

function nearestOf(vector: Float32Array, others: readonly Float32Array[]): number[] {
  const far = others.map((other) => other.reduce((sum, value, d) => sum + (value - (vector[d] as number)) ** 2, 0))
  return [...far.keys()].sort((a, b) => (far[a] as number) - (far[b] as number))
}

function chance(photos: readonly Labelled[]): number {
  const pairs = photos.flatMap((a, i) => photos.flatMap((b, j) => (i === j ? [] : [share(a.kinds, b.kinds)])))
  return pairs.filter(Boolean).length / pairs.length
}

function share(a: readonly string[], b: readonly string[]): boolean {
  return a.some((kind) => b.includes(kind))
}
