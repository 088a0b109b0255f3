import { join, posix } from 'node:path'
import { prefixes } from '../aws/contract.ts'
import { parseObjectUri } from '../aws/object-uri.ts'
import { literal } from '../dataset/schema.ts'
import { nameParts } from '../sources/file-group.ts'
import type { Reference } from '../sources/source.ts'
import { databaseIn, type Host } from './host.ts'

/** An image that may belong to a post: compaction joins by the image's key, so a name that no image has does no harm. */
export interface Link {
  /** As `images.key`: what follows `images/`. */
  key: string
  post_id: string
  /** 0: the image that the file names; 1: one that it may mean, if nothing names that one better. */
  rank: 0 | 1
}

/** Most pictures of one post on Instagram. */
const mostPictures = 20

/**
 * What Instaloader calls the pictures of a post, whose metadata lies at the same place below `posts/` as they below
 * `images/`: `NAME.jpg`, or `NAME_1.jpg` and so on.
 */
export function instaloaderLinks(postsKey: string, postId: string): Link[] {
  const below = postsKey.slice(prefixes.posts.length)
  const { base } = nameParts(posix.basename(below))
  const place = posix.join(posix.dirname(below), base)
  const numbered = Array.from({ length: mostPictures }, (_, i) => `${place}_${i + 1}.jpg`)
  return [`${place}.jpg`, ...numbered].map((key) => ({ key, post_id: postId, rank: 0 }))
}

/**
 * What a table's image is called in the bucket: an address of it, or a path, from the table's own place or from the top. An
 * image on the web has no link.
 */
export function tableLinks(postsKey: string, { uri, key, postId }: Reference, dataBucket: string): Link[] {
  if (postId === null) return []
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(uri)) {
    const object = parseObjectUri(uri)
    if (!object) return []
    const isOwn = object.bucket === dataBucket && object.key.startsWith(prefixes.images)
    return [{ key: isOwn ? object.key.slice(prefixes.images.length) : object.key, post_id: postId, rank: 0 }]
  }
  const folder = posix.dirname(postsKey.slice(prefixes.posts.length))
  // As on a disk, a path is meant from the table's own place.
  const keys = [posix.join(folder, key), posix.normalize(key)].map((each) => each.replace(/^\/+/, ''))
  return [...new Set(keys)].flatMap((each, index) =>
    each.startsWith('..') ? [] : [{ key: each, post_id: postId, rank: index === 0 ? 0 : 1 } satisfies Link],
  )
}

/** Links that are put down as they come, and stored as one file at the end. */
export interface LinksFile {
  add(links: readonly Link[]): void
  /** @returns how many there are */
  store(): Promise<number>
  close(): void
}

/**
 * @param storedAt when the file of posts was stored: what a newer one says counts
 * @param name of the file without its ending: the same content has the same
 */
export async function openLinks(
  host: Host,
  { dt, storedAt, folder, name }: { dt: string; storedAt: Date; folder: string; name: string },
): Promise<LinksFile> {
  const { connection, close } = await databaseIn(host, folder)
  await connection.run('CREATE TABLE links (key VARCHAR, post_id VARCHAR, rank INTEGER)')
  const appender = await connection.createAppender('links')
  let count = 0
  return {
    add(links) {
      for (const { key, post_id, rank } of links) {
        appender.appendVarchar(key)
        appender.appendVarchar(post_id)
        appender.appendInteger(rank)
        appender.endRow()
      }
      count += links.length
    },
    async store() {
      appender.closeSync()
      if (count === 0) return 0
      const file = join(folder, 'links.parquet')
      await connection.run(
        `COPY (SELECT DISTINCT key, post_id, rank, ${literal(storedAt.toISOString())}::TIMESTAMP AS stored_at FROM links ORDER BY ALL)
         TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`,
      )
      await host.bucket.create(`${prefixes.links}dt=${dt}/${name}.parquet`, file)
      return count
    },
    close,
  }
}
