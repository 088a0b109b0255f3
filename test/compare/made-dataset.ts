import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeShard } from '../../src/dataset/write.ts'
import { seeded } from '../../src/random.ts'
import type { Row } from '../../src/variables/registry/index.ts'

export const event = '2026-05-01'
const brands = ['Acme', 'Beta', '<b>Gamma</b>']

export interface Made {
  accounts: number
  weeks: number
  /** Added to Acme's share of posts from the event on. */
  effect: number
}

export interface MadePost {
  id: string
  account: string
  day: string
  likes: number
  sizes: Record<string, number>
}

/** Four posts a week and account; the event lies in the middle. */
export function madePosts({ accounts, weeks, effect }: Made): MadePost[] {
  const random = seeded(11)
  const start = Date.parse(event) - Math.floor(weeks / 2) * 7 * 86_400_000
  const posts: MadePost[] = []
  for (let account = 0; account < accounts; account++) {
    const liking = random.between(-0.1, 0.1)
    for (let i = 0; i < weeks * 4; i++) {
      const day = new Date(start + Math.floor((i * 7) / 4) * 86_400_000).toISOString().slice(0, 10)
      const sizes: Record<string, number> = {}
      for (const [place, brand] of brands.entries()) {
        const share = 0.3 + liking + (place === 0 && day >= event ? effect : 0)
        if (random.next() < share) sizes[brand] = random.between(0.01, 0.2)
      }
      posts.push({ id: `a${account}p${i}`, account: `account${account}`, day, likes: random.integer(500), sizes })
    }
  }
  return posts
}

export async function madeDataset(made: Made): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'limelight-compare-'))
  const posts = madePosts(made)
  await writeShard(
    folder,
    'posts',
    posts.map(({ id, account, day, likes }) => ({
      post_id: id,
      account,
      posted_at: new Date(`${day}T12:00:00Z`),
      likes,
      comments: 3,
    })),
  )
  await writeShard(
    folder,
    'images',
    posts.map(
      ({ id, sizes }): Row => ({
        row_id: id,
        uri: id,
        key: id,
        post_id: id,
        status: 'ok',
        logo_count: Object.keys(sizes).length,
      }),
    ),
  )
  await writeShard(
    folder,
    'exposures',
    posts.flatMap(({ id, sizes }) =>
      Object.entries(sizes).map(([brand, size]) => ({
        row_id: id,
        brand,
        logo_count: 1,
        logo_size: size,
        logo_centrality: 0.5,
      })),
    ),
  )
  await writeFile(join(folder, 'run.json'), JSON.stringify({ brands }))
  return folder
}
