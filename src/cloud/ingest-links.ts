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
  return [`${place}.jpg`, ...numbered].map((key) => ({ key, post_id: postId }))
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
    return [{ key: isOwn ? object.key.slice(prefixes.images.length) : object.key, post_id: postId }]
  }
  const folder = posix.dirname(postsKey.slice(prefixes.posts.length))
  const keys = [posix.normalize(key), posix.join(folder, key)].map((each) => each.replace(/^\/+/, ''))
  return [...new Set(keys)].filter((each) => !each.startsWith('..')).map((each) => ({ key: each, post_id: postId }))
}

/** Links that are put down as they come, and stored as one file at the end. */
export interface LinksFile {
  add(links: readonly Link[]): void
  /** @returns how many there are */
  store(): Promise<number>
  close(): void
}

/** @param name of the file without its ending: the same content has the same */
export async function openLinks(
  host: Host,
  { dt, folder, name }: { dt: string; folder: string; name: string },
): Promise<LinksFile> {
  const { connection, close } = await databaseIn(host, folder)
  await connection.run('CREATE TABLE links (key VARCHAR, post_id VARCHAR)')
  const appender = await connection.createAppender('links')
  let count = 0
  return {
    add(links) {
      for (const { key, post_id } of links) {
        appender.appendVarchar(key)
        appender.appendVarchar(post_id)
        appender.endRow()
      }
      count += links.length
    },
    async store() {
      appender.closeSync()
      if (count === 0) return 0
      const file = join(folder, 'links.parquet')
      await connection.run(
        `COPY (SELECT DISTINCT key, post_id FROM links ORDER BY key, post_id) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`,
      )
      await host.bucket.create(`${prefixes.links}dt=${dt}/${name}.parquet`, file)
      return count
    },
    close,
  }
}
