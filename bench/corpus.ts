import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCorpus } from '../src/corpus/make.ts'
import { writeShard } from '../src/dataset/write.ts'
import { seeded } from '../src/random.ts'

/**
 * CPU time and memory of `limelight corpus` on images with vectors: what a night's report compares is 20,000. Vectors are drawn, without
 * structure, half of their numbers nought as those of a classifier. `npm run bench -- corpus [IMAGES] [NUMBERS]`
 */
const images = Number(process.argv[2] ?? 20_000)
const size = Number(process.argv[3] ?? 1280)
const atOnce = 2000

const out = await mkdtemp(join(tmpdir(), 'limelight-corpus-'))
try {
  const random = seeded(1)
  for (let from = 0; from < images; from += atOnce) {
    const ids = Array.from({ length: Math.min(atOnce, images - from) }, (_, i) => String(from + i).padStart(9, '0'))
    const rows = ids.map((id) => ({
      ...{ row_id: id, uri: id, key: id, status: 'ok', warnings: [], run_id: '1', pipeline_digest: 'd' },
      phash: Array.from({ length: 16 }, () => random.integer(16).toString(16)).join(''),
    }))
    const vector = () => Array.from({ length: size }, () => Math.max(0, random.between(-1, 1)))
    await writeShard(out, 'images', rows)
    await writeShard(
      out,
      'embeddings',
      ids.map((id) => ({ row_id: id, detection_id: null, model: 'drawn', vector: vector() })),
    )
  }
  const before = process.cpuUsage()
  const { clusters, vector } = await makeCorpus(out, { memory: 1e9 })
  const { user, system } = process.cpuUsage(before)
  console.log(`${images} images of ${size} numbers, compared by ${vector}, ${clusters.length} clusters`)
  console.log(
    `  ${((user + system) / 1e6).toFixed(1)} s CPU, ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at most`,
  )
} finally {
  await rm(out, { recursive: true })
}
