import { HeadObjectCommand } from '@aws-sdk/client-s3'
import type { Bucket } from '../../src/aws/bucket.ts'
import { prefixes } from '../../src/aws/contract.ts'
import type { Queue } from '../../src/aws/queue.ts'
import { sha256 } from '../../src/hash.ts'
import { type Random, seeded } from '../../src/random.ts'
import {
  type Content,
  drawnBadFile,
  drawnPhoto,
  type RealFile,
  realOddities,
  realPhotos,
  realPosts,
} from './material.ts'
import { longName, oddNames } from './odd-names.ts'

/** What is known of an upload before anything has seen it. */
export interface Truth {
  /** Of the newest content. */
  sha256: string
  kind: Content['kind']
}

/** Objects to upload, and what must become of them. Keys are those of `images.key`: without `images/`. */
export interface Corpus {
  seed: number
  /** In this order, as a later one may be of the same key. */
  uploads: (Content & { key: string })[]
  /** Keys whose event is sent once more. */
  announcedTwice: string[]
  /** Files for `posts/`: of the real images that are among the uploads, each under its image's name. */
  posts: { key: string; bytes: Uint8Array }[]
  truth: Map<string, Truth>
}

/**
 * A mixture like the world's: real posts and photos where there are some, drawn ones, files that are no pictures, odd
 * names, the same picture under two names, names that are overwritten, events that come twice.
 * @param count keys
 */
export async function makeCorpus(count: number, { seed }: { seed: number }): Promise<Corpus> {
  const random = seeded(seed)
  const posts = realPosts()
  const contents = await chooseContents(count, random, posts.images)
  const keys = nameAll(contents)
  const uploads = contents.map((content, index) => ({ ...content, key: keys[index] ?? '' }))

  const some = (share: number) => sample(random, keys, Math.max(1, Math.floor(count * share)))
  // Good ones become bad and the other way round: what was measured first must not stay.
  const overwritten = await Promise.all(
    some(0.02).map(async (key, index) => ({
      key,
      ...(await (index % 3 === 2 ? drawnBadFile : drawnPhoto)(random.integer(1e9))),
    })),
  )
  const all = [...uploads, ...overwritten].map(({ key, bytes, kind }) => ({ key, bytes, kind }))
  const uploadedKeys = new Set(keys)
  const overwrittenKeys = new Set(overwritten.map(({ key }) => key))
  return {
    seed,
    uploads: all,
    // Not those: on AWS a second event says which version it was for, and an event made up afterwards can't.
    announcedTwice: some(0.05).filter((key) => !overwrittenKeys.has(key)),
    posts: posts.posts
      .map(({ name, bytes }) => ({ key: `instaloader/${name}`, bytes }))
      .filter(({ key }) => uploadedKeys.has(key.replace('.json.xz', '.jpg'))),
    truth: new Map(all.map(({ key, bytes, kind }) => [key, { sha256: sha256(bytes), kind }])),
  }
}

/** A name is a real file's, or null: then it gets one. */
type Named = Content & { name: string | null }

async function chooseContents(count: number, random: Random, ofPosts: readonly RealFile[]): Promise<Named[]> {
  const share = (part: number) => Math.round(count * part)
  const real = (folder: string, files: readonly RealFile[], most: number): Named[] =>
    sample(random, files, most).map((file) => ({ ...file, name: `${folder}/${file.name}` }))
  const chosen = [
    ...real('instaloader', ofPosts, share(0.1)),
    ...real('photos', realPhotos(), share(0.1)),
    ...real('oddities', realOddities(), share(0.15)),
  ]
  while (chosen.length < count) {
    const content = await (random.next() < 0.1 ? drawnBadFile : drawnPhoto)(random.integer(1e9))
    chosen.push({ ...content, name: null })
    // Now and then the same picture is uploaded by two people.
    if (chosen.length < count && random.next() < 0.03) chosen.push({ ...content, name: null })
  }
  return sample(random, chosen, count)
}

/** Odd names first, so that small corpora have them as well. */
function nameAll(contents: readonly Named[]): string[] {
  const odd = [...oddNames.map((name) => `odd/${name}`), longName(1_000 - prefixes.images.length, 1)]
  return contents.map(({ name }, index) => name ?? odd.shift() ?? `account ${index % 7}/${index}.jpg`)
}

function sample<T>(random: Random, things: readonly T[], most: number): T[] {
  const left = [...things]
  const found: T[] = []
  while (found.length < most && left.length > 0) found.push(...left.splice(random.integer(left.length), 1))
  return found
}

/** Puts the corpus into a bucket: files of posts, every key once, then those that are overwritten. */
export async function upload(bucket: Bucket, corpus: Corpus, { concurrency = 8 } = {}): Promise<void> {
  const seen = new Set<string>()
  const rounds: [typeof corpus.uploads, typeof corpus.uploads] = [[], []]
  for (const one of corpus.uploads) {
    rounds[seen.has(one.key) ? 1 : 0].push(one)
    seen.add(one.key)
  }
  await inParallel(concurrency, corpus.posts, ({ key, bytes }) => bucket.write(`${prefixes.posts}${key}`, bytes))
  for (const round of rounds) {
    await inParallel(concurrency, round, ({ key, bytes }) => bucket.write(`${prefixes.images}${key}`, bytes))
  }
}

/** Sends events of objects as S3 does, once more or for the first time. */
export async function announce(bucket: Bucket, queue: Queue, keys: readonly string[]): Promise<void> {
  const messages: { body: string }[] = []
  await inParallel(8, keys, async (key) => messages.push({ body: await eventOf(bucket, key) }))
  await queue.send(messages)
}

async function eventOf(bucket: Bucket, key: string): Promise<string> {
  const Key = `${prefixes.images}${key}`
  const {
    ETag = '',
    ContentLength,
    LastModified,
  } = await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key }))
  const object = {
    // As in a form: a space is a plus.
    key: encodeURIComponent(Key).replaceAll('%20', '+').replaceAll('%2F', '/'),
    size: ContentLength,
    eTag: ETag.replaceAll('"', ''),
    sequencer: '0055AED6DCD90281E5',
  }
  return JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventTime: LastModified?.toISOString(),
        eventName: 'ObjectCreated:Put',
        s3: { s3SchemaVersion: '1.0', bucket: { name: bucket.name, arn: `arn:aws:s3:::${bucket.name}` }, object },
      },
    ],
  })
}

async function inParallel<T>(most: number, things: readonly T[], act: (thing: T) => Promise<unknown>): Promise<void> {
  const left = [...things]
  const one = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await act(next)
  }
  await Promise.all(Array.from({ length: most }, one))
}
