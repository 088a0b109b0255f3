import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { openShardUploads } from '../aws/shard-uploads.ts'
import { loadBrands } from '../brands/catalogue.ts'
import { RunError, UsageError } from '../errors.ts'
import { idOf } from '../hash.ts'
import { postRow } from '../posts/row.ts'
import { nameParts } from '../sources/file-group.ts'
import { namedImage, namedVideo } from '../sources/file-kind.ts'
import { hasStamp } from '../sources/instaloader.ts'
import { openSource } from '../sources/open.ts'
import type { Source } from '../sources/source.ts'
import { tableKind } from '../sources/table-kind.ts'
import type { Row } from '../variables/registry/index.ts'
import { downloadAll } from './download.ts'
import { type Host, inFolder } from './host.ts'
import { instaloaderLinks, openLinks, tableLinks } from './ingest-links.ts'

/** A file of posts that was uploaded. */
export interface PostsFile {
  bucket: string
  /** Below `posts/`. */
  key: string
  /** Day of the upload, in whose partition the rows go. */
  dt: string
}

export interface Ingested {
  key: string
  posts: number
  /** Names that images of these posts may have. */
  links: number
  /** What the source has left out or could not read, in words. */
  notes: string[]
}

/** Rows of a shard. */
const postsPerShard = 10_000

/**
 * Puts the posts of one file into the posts dataset, and writes down which image belongs to which. Tables and Instaloader's
 * metadata are read, as `limelight run` reads them; what lies beside metadata (captions as .txt, media) is passed over.
 * The same file again gives the same shards.
 * @throws UsageError for a file that can't be read, with what to do
 */
export async function ingestPosts(host: Host, file: PostsFile): Promise<Ingested> {
  const { bucket, key, dt } = file
  const address = objectUri(bucket, key)
  if (bucket !== host.bucket.name || !key.startsWith(prefixes.posts)) {
    throw new UsageError(`${address}: is not below ${objectUri(host.bucket.name, prefixes.posts)}`)
  }
  if (isBesideMetadata(key)) return told(host, { key, posts: 0, links: 0, notes: ['lies beside metadata'] })
  const storedAt = await storedAtOf(host, key)
  const { brands } = await host.job()
  const names = brands === undefined ? null : await loadBrands([brands].flat().join(','), host.folder)
  return inFolder(host, async (folder) => {
    const source = await openPosts(host, key, join(folder, 'posts'))
    const links = await openLinks(host, { dt, storedAt, folder, name: idOf(key, storedAt.toISOString()) })
    try {
      const rows = await openRows(host, { dt, storedAt, folder: join(folder, 'shards') })
      let posts = 0
      for await (const item of source.items()) {
        if (item.kind === 'image') links.add(tableLinks(key, item.reference, bucket))
        else {
          posts++
          if (source.kind === 'folder') links.add(instaloaderLinks(key, item.post.post_id))
          await rows.add({ ...postRow(item.post, names), stored_at: storedAt })
        }
      }
      const { notes } = source.ledger
      // Metadata is of one post: what is wrong with it is wrong with all of it, and the post that its name gives is none to store.
      if (notes.length > 0 && (posts === 0 || source.kind === 'folder'))
        throw new UsageError(`${address}: holds no posts that can be read: ${notes.join('; ')}`)
      await rows.flush()
      return told(host, { key, posts, links: await links.store(), notes })
    } finally {
      links.close()
    }
  })
}

function told(host: Host, ingested: Ingested): Ingested {
  host.log({ event: 'posts', ...ingested })
  return ingested
}

/** Captions, comments and media that lie beside a post's metadata. */
export function isBesideMetadata(key: string): boolean {
  const name = basename(key)
  const beside = name.toLowerCase().endsWith('.txt') || nameParts(name).comments
  return beside || namedImage(name) || namedVideo(name) || key.endsWith('/')
}

async function storedAtOf({ bucket }: Host, key: string): Promise<Date> {
  for await (const object of bucket.list(key)) if (object.key === key) return object.storedAt
  throw new RunError(`${objectUri(bucket.name, key)}: is gone; nothing is ingested`)
}

async function openPosts({ bucket }: Host, key: string, folder: string): Promise<Source> {
  const [file = ''] = await downloadAll(bucket, [{ key }], folder)
  return openPostsFile(file)
}

/** A table is read by itself, metadata as in a folder that Instaloader has left. @param file alone in its folder, named as its key ends */
export async function openPostsFile(file: string): Promise<Source> {
  const isTable = !hasStamp(nameParts(basename(file)).stem) && (await tableKind(file)) !== null
  return openSource(isTable ? file : dirname(file))
}

/** Rows on their way to shards, some thousand at a time. */
async function openRows(host: Host, { dt, storedAt, folder }: { dt: string; storedAt: Date; folder: string }) {
  await mkdir(folder)
  // Rows of a newer file sort after those of an older one.
  const runId = storedAt.toISOString().replace(/[-:.]/g, '')
  const uploads = openShardUploads({ bucket: host.bucket, dt, runId, folder })
  let rows: Row[] = []
  const flush = async () => {
    await uploads.write('posts', rows)
    rows = []
  }
  return {
    async add(row: Row) {
      rows.push(row)
      if (rows.length >= postsPerShard) await flush()
    },
    flush,
  }
}
