import { readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { prefixes } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { type ObjectVersion, objectVersions } from '../aws/object-versions.ts'
import { UsageError } from '../errors.ts'
import type { Post } from '../posts/post.ts'
import { hasHandle, nameAsWord } from '../privacy/account-name.ts'
import { nameParts } from '../sources/file-group.ts'
import { deleteVersions, type Forgetting, withVersion } from './forget-versions.ts'
import { isBesideMetadata, openPostsFile } from './ingest-posts.ts'

/**
 * Deletes the account's images below `images/`, measured or not, with all their versions: those of its posts, and those in folders with
 * its name that belong to no post of others.
 */
export async function forgetImages(work: Forgetting): Promise<void> {
  const { bucket, connection, name } = work
  const urisOf = async (table: string) =>
    new Set((await connection.runAndReadAll(`FROM ${table}`)).getRows().map(([uri]) => String(uri)))
  const [gone, ofOthers] = [await urisOf('gone_uris'), await urisOf('uris_of_others')]
  const found: ObjectVersion[] = []
  for await (const one of objectVersions(bucket, prefixes.images)) {
    const uri = objectUri(bucket.name, one.key)
    if (gone.has(uri) || (isInFolder(one.key, name) && !ofOthers.has(uri))) found.push(one)
  }
  await deleteVersions(work, found)
}

/**
 * Deletes files below `posts/` that hold posts of the account and of nobody else, with what lies beside them. A file of several accounts, or
 * of others who name this one, is kept and told of, unless it may be deleted as well; of older versions nothing is kept.
 */
export async function forgetPostFiles(work: Forgetting, { deleteShared }: { deleteShared: boolean }): Promise<void> {
  const versions: ObjectVersion[] = []
  for await (const one of objectVersions(work.bucket, prefixes.posts)) versions.push(one)
  const own = new Set<string>()
  const found: ObjectVersion[] = []
  const beside: ObjectVersion[] = []
  for (const one of versions.filter(({ key, marker }) => !marker && !isBesideMetadata(key))) {
    await withVersion(work, one, async (file) => {
      const whose = await whoseFile(file, work.name)
      if (whose === 'others') return
      if (whose === 'own') own.add(placeOf(one.key))
      if (whose !== 'own' && one.latest && (whose === 'unclear' || !deleteShared)) work.changes.kept.add(one.key)
      else found.push(one)
    })
  }
  for (const one of versions.filter(({ key, marker }) => !marker && isBesideMetadata(key))) {
    const ofItsPost = own.has(placeOf(one.key)) || isInFolder(one.key, work.name)
    if (ofItsPost) beside.push(one)
    else if (/\.(txt|json)$/i.test(one.key))
      await withVersion(work, one, async (file) => {
        if (!hasHandle(await readFile(file, 'utf8'), work.name, 'instagram')) return
        if (one.latest && !deleteShared) work.changes.kept.add(one.key)
        else beside.push(one)
      })
  }
  const markers = versions.filter(({ key, marker }) => marker && (own.has(placeOf(key)) || isInFolder(key, work.name)))
  // Metadata last: what lies beside it is found by it.
  await deleteVersions(work, [...beside, ...markers, ...found])
}

/** Everything in a folder that has the account's name; `images/` and `posts/` are no such folders. */
function isInFolder(key: string, name: string): boolean {
  return key.toLowerCase().split('/').slice(1, -1).includes(name)
}

/** What the files of one post have in common. */
function placeOf(key: string): string {
  return posix.join(posix.dirname(key), nameParts(posix.basename(key)).stem)
}

/**
 * Whose posts a file holds. Shared: some are the account's, or name it as those of a dataset do that lose its name. Unclear: it can't be
 * read, and has the name somewhere.
 */
async function whoseFile(file: string, name: string): Promise<'own' | 'shared' | 'unclear' | 'others'> {
  let [posts, own, named] = [0, 0, 0]
  try {
    const source = await openPostsFile(file)
    for await (const item of source.items()) {
      if (item.kind !== 'post') continue
      posts++
      if (item.post.account?.toLowerCase() === name) own++
      else if (names(item.post, name)) named++
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
  }
  if (posts === 0) return nameAsWord(name).test(await readFile(file, 'utf8')) ? 'unclear' : 'others'
  if (own === posts) return 'own'
  return own + named > 0 ? 'shared' : 'others'
}

/** As a tag, as an @handle, anywhere in what is not known of a post. A word that is like the name is none of these. */
function names({ platform, caption, tagged_users, comment_texts, extra }: Post, name: string): boolean {
  const isTagged = tagged_users?.some((user) => user.toLowerCase() === name) ?? false
  const texts = [caption ?? '', ...(comment_texts ?? [])]
  return (
    isTagged ||
    texts.some((text) => hasHandle(text, name, platform)) ||
    textsOf(extra).some((text) => nameAsWord(name).test(text))
  )
}

/** Every text in a value; names of fields are none. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}
