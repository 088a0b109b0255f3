import { join } from 'node:path'
import type { Post } from '../posts/post.ts'
import { type NameParts, nameParts } from './file-group.ts'
import { at, list, parseJson, text } from './json.ts'
import type { LedgerWriter } from './ledger.ts'
import { readInstagramPost } from './platforms/instagram-file.ts'
import { unknownPost } from './platforms/told-post.ts'
import { readSmallText } from './xz.ts'

/** The files that share a stem: metadata, and names of media. */
export interface FileGroup {
  folder: string
  prefix: string
  metadata: string[]
  media: string[]
}

/** A post, the names of its metadata files, and which media are its own: those whose base or stem is `base`. */
export interface FoundPost {
  base: string
  post: Post
  used: string[]
}

/** Instaloader's own way of naming: the time of the post. */
const stamp = /^(\d{4})-(\d\d)-(\d\d)_(\d\d)-(\d\d)-(\d\d)_UTC$/

export const hasStamp = (stem: string): boolean => stamp.test(stem)

/**
 * The posts that a group's metadata tells of. Half a post is still a post: a caption without JSON, or damaged JSON,
 * counts where the file is named as Instaloader names files.
 */
export async function readPosts(group: FileGroup, writer: LedgerWriter): Promise<FoundPost[]> {
  const byBase = new Map<string, NameParts[]>()
  for (const name of group.metadata) {
    const parts = nameParts(name)
    byBase.set(parts.base, [...(byBase.get(parts.base) ?? []), { ...parts, base: name }])
  }
  const found: FoundPost[] = []
  for (const [base, files] of byBase) {
    const names = files.map((file) => file.base)
    const post = await readPost(group, base, names, writer)
    if (post) found.push(post)
  }
  return found
}

/** A post of which only the pictures are left: the file's name tells its time. */
export function bareSkeleton(prefix: string, base: string): Post {
  const [, ...numbers] = stamp.exec(base) ?? []
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = numbers.map(Number)
  const posted_at = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  return { ...unknownPost(`${prefix}${base}`, 'instagram'), posted_at }
}

async function readPost(
  group: FileGroup,
  base: string,
  names: string[],
  writer: LedgerWriter,
): Promise<FoundPost | null> {
  const used: string[] = []
  let post: Post | null = null
  const comments = names.find((name) => nameParts(name).comments)
  for (const name of names.filter((candidate) => !candidate.endsWith('.txt') && candidate !== comments)) {
    const told = await readMetadata(group, name, hasStamp(base), writer)
    if (told === 'damaged') used.push(name)
    else if (told) {
      used.push(name)
      post ??= told
    }
  }
  if (!post && !hasStamp(base) && used.length === 0) return null
  post ??= bareSkeleton(group.prefix, base)
  const captionFile = names.find((name) => name === `${base}.txt`)
  if (captionFile) {
    used.push(captionFile)
    post.caption ??= await readCaption(group, captionFile, writer)
  }
  const given = comments && (await readComments(group, comments, writer))
  if (comments && given) {
    used.push(comments)
    post.comment_texts = given
  }
  return { base, post, used }
}

async function readMetadata(
  group: FileGroup,
  name: string,
  expected: boolean,
  writer: LedgerWriter,
): Promise<Post | 'damaged' | null> {
  try {
    return readInstagramPost(await readSmallText(join(group.folder, name)))
  } catch (error) {
    // JSON of other programs is none of our business; only Instaloader packs it as .json.xz.
    if (!expected && !name.toLowerCase().endsWith('.json.xz')) return null
    const reason = error instanceof Error ? error.message : String(error)
    writer.note(
      'damaged metadata',
      `${group.prefix}${name}: cannot be read (${reason}); its images are measured without it`,
    )
    return 'damaged'
  }
}

async function readCaption(group: FileGroup, name: string, writer: LedgerWriter): Promise<string | null> {
  try {
    return (await readSmallText(join(group.folder, name))).replace(/\r?\n$/, '')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    writer.note('unreadable caption', `${group.prefix}${name}: cannot be read (${reason}); the post has no caption`)
    return null
  }
}

/** Comments and the answers to them, as Instaloader puts them beside a post; null for JSON of something else. */
async function readComments(group: FileGroup, name: string, writer: LedgerWriter): Promise<string[] | null> {
  try {
    const whole = parseJson(await readSmallText(join(group.folder, name)))
    return Array.isArray(whole) ? whole.flatMap(withAnswers) : null
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    writer.note('damaged comments', `${group.prefix}${name}: cannot be read (${reason}); the post has no comments`)
    return null
  }
}

function withAnswers(comment: unknown): string[] {
  const own = text(at(comment, 'text'))
  return [...(own === null ? [] : [own]), ...list(at(comment, 'answers')).flatMap(withAnswers)]
}
