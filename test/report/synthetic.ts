import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { writeShard } from '../../src/dataset/write.ts'
import { sha256 } from '../../src/hash.ts'
import { seeded } from '../../src/random.ts'
import type { Row } from '../../src/variables/registry/index.ts'

export interface Synthetic {
  images: number
  brands: readonly string[]
  /** Days over which posts are spread. */
  days?: number
  accounts?: number
  posts?: boolean
  /** Share of images that show the first brand; each next brand has half of it. */
  share?: number
  /** Share of images that could not be measured. */
  errors?: number
  caption?: string
  account?: string
  /** Whether picture files are drawn, for thumbnails. */
  files?: boolean
}

/** A dataset of made-up rows with the schema of the registry; the same arguments give the same rows. */
export async function syntheticDataset(wanted: Synthetic): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'limelight-report-'))
  const rows = syntheticRows(wanted, out)
  if (wanted.files) await drawFiles(rows.images)
  for (const dataset of ['images', 'detections', 'exposures', 'posts'] as const) {
    await writeShard(out, dataset, rows[dataset])
  }
  await writeFile(join(out, 'run.json'), JSON.stringify(runInfo(wanted)))
  return out
}

function syntheticRows(wanted: Synthetic, out: string) {
  const { images: n, brands, days = 30, accounts = 12, posts = true, share = 0.3, errors = 0.03 } = wanted
  const random = seeded(7)
  const images: Row[] = []
  const detections: Row[] = []
  const exposures: Row[] = []
  const postRows: Row[] = []
  for (let i = 0; i < n; i++) {
    const row_id = `row${String(i).padStart(6, '0')}`
    const post_id = posts ? `post${Math.floor(i / 2)}` : null
    const identity = { row_id, uri: join(out, 'pictures', `${i}.png`), key: `pictures/${i}.png`, post_id }
    if (random.next() < errors) {
      images.push({
        ...identity,
        status: 'error',
        error_code: i % 2 ? 'corrupt' : 'truncated',
        error_message: 'no',
        warnings: [],
      })
      continue
    }
    const shown = brands.filter((_, place) => random.next() < share / 2 ** place)
    for (const brand of shown) {
      const [x, y] = [random.between(0, 600), random.between(0, 400)]
      const [width, height] = [random.between(40, 200), random.between(20, 80)]
      detections.push({
        row_id,
        detection_id: `${row_id}${brand}`,
        task: 'logo',
        label: 'wordmark',
        stage: 'wordmark',
        brand,
        score: random.next(),
        similarity: 1,
        x1: x,
        y1: y,
        x2: x + width,
        y2: y + height,
        text: brand,
        model: 'test',
        model_sha256: '0',
      })
      exposures.push({
        row_id,
        brand,
        logo_count: 1 + random.integer(3),
        logo_size: (width * height) / 480_000,
        logo_centrality: random.next(),
        logo_clarity: 1,
        logo_position: 'centre',
        logo_share: 1 / shown.length,
        score: 0.9,
      })
    }
    detections.push({
      row_id,
      detection_id: `${row_id}o`,
      task: 'object',
      label: random.pick(['person', 'cup', 'car']),
      score: 0.8,
      x1: 0,
      y1: 0,
      x2: 9,
      y2: 9,
      model: 'test',
      model_sha256: '0',
    })
    images.push({
      ...identity,
      status: 'ok',
      warnings: i % 20 ? [] : ['cmyk'],
      bytes: 100_000 + random.integer(200_000),
      format: 'png',
      width: 800,
      height: 600,
      brightness: random.between(0.2, 0.8),
      contrast: random.between(0.1, 0.3),
      colourfulness: random.between(0, 90),
      sharpness: Math.exp(random.between(2, 9)),
      entropy: random.between(4, 8),
      visual_complexity: random.between(-3, -1),
      phash:
        random
          .integer(2 ** 32)
          .toString(16)
          .padStart(8, '0') +
        random
          .integer(2 ** 32)
          .toString(16)
          .padStart(8, '0'),
      top_objects: ['person'],
      face_count: random.integer(3),
      person_count: 1,
      text_area: random.next() / 5,
      brands: brands.length ? shown : null,
      brand: shown[0] ?? null,
      logo_count: brands.length ? shown.length : null,
      logo_size: shown.length ? 0.02 : null,
      logo_centrality: shown.length ? random.next() : null,
      brand_image_type: shown.length ? random.pick(['packshot', 'consumer selfie', 'brand selfie', 'other']) : null,
    })
  }
  if (posts) {
    for (let i = 0; i < Math.ceil(n / 2); i++) {
      postRows.push({
        post_id: `post${i}`,
        platform: i % 3 ? 'instagram' : 'x',
        account: wanted.account ?? `account${i % accounts}`,
        posted_at: new Date(Date.UTC(2024, 0, 1) + Math.floor((i / (n / 2)) * days) * 86_400_000),
        caption: wanted.caption ?? 'hello',
        likes: Math.floor(Math.exp(random.between(3, 9))),
        comments: random.integer(200),
        words: random.integer(40),
        hashtags: random.integer(8),
        handles: random.integer(3),
        emojis: 0,
        question_marks: 0,
        brands_mentioned: brands.length ? (i % 4 ? [] : brands.slice(0, 1)) : null,
        branded_caption: i % 4 === 0,
        branded_tag: false,
        ad_tag: i % 10 === 0,
      })
    }
  }
  return { images, detections, exposures, posts: postRows }
}

async function drawFiles(rows: Row[]): Promise<void> {
  for (const row of rows.filter(({ status }) => status === 'ok')) {
    const hue = Number(String(row.row_id).slice(3)) * 37
    const bytes = await sharp({
      create: { width: 800, height: 600, channels: 3, background: { r: hue % 256, g: (hue * 3) % 256, b: 140 } },
    })
      .png()
      .toBuffer()
    await mkdir(join(String(row.uri), '..'), { recursive: true })
    await writeFile(String(row.uri), bytes)
    row.sha256 = sha256(bytes)
  }
}

function runInfo({ brands }: Synthetic) {
  return {
    run_id: 'run-1',
    started_at: '2026-01-02T03:04:05Z',
    finished_at: '2026-01-02T03:14:05Z',
    command: ['run', 'pictures'],
    pipeline_digest: 'd1'.repeat(16),
    versions: { limelight: '0.1.0', node: '20.19.0' },
    device: 'cpu',
    tasks: ['objects', 'faces', 'text'],
    tasks_left_out: [{ task: 'classes', why: 'the weights are not on this machine' }],
    models: [{ task: 'objects', name: 'yolox-s', sha256: 'ab'.repeat(32) }],
    brands,
    picture_rules: { analysisSize: 1080, icc: 'convert' },
    options: { brands: brands.join(',') },
    sources: [{ name: 'pictures', kind: 'folder', left_out: { video: 3 }, notes: [] }],
    counts: {
      references: 1,
      duplicates: 0,
      measured: 1,
      already_measured: 0,
      errors: 0,
      errors_by_code: {},
      detections: 0,
      posts: 0,
      images_in_dataset: 1,
      images_of_other_digests: 0,
    },
    complete: true,
    seconds: 12,
    images_per_second: 9,
    workers: 2,
    peak_memory: { parent: 1e8, lane: 5e8, total: 6e8 },
    machine: { platform: 'linux x64', cpu: 'test', cores: 2, memory: 8e9 },
  }
}
