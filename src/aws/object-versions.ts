import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3'
import { RunError } from '../errors.ts'
import { mayPass, pause, statusOf } from './answers.ts'
import type { Bucket } from './bucket.ts'
import { objectUri } from './object-uri.ts'

/** One of the versions that a versioned bucket keeps of an object. */
export interface ObjectVersion {
  key: string
  version: string
  /** What readers see now; an older one otherwise. */
  latest: boolean
  /** What a deletion leaves: it has no content. */
  marker: boolean
  /** Without its quotes. */
  etag: string
}

/** Every version of every object below a prefix, markers of deletions too, in the order of keys, a page at a time. */
export async function* objectVersions({ client, name }: Bucket, prefix: string): AsyncGenerator<ObjectVersion> {
  let next: { KeyMarker?: string; VersionIdMarker?: string } | null = {}
  while (next) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket: name, Prefix: prefix, ...next }),
    )
    for (const one of page.Versions ?? []) yield versionOf(one, false)
    for (const one of page.DeleteMarkers ?? []) yield versionOf(one, true)
    next = page.IsTruncated
      ? {
          ...(page.NextKeyMarker !== undefined && { KeyMarker: page.NextKeyMarker }),
          ...(page.NextVersionIdMarker !== undefined && { VersionIdMarker: page.NextVersionIdMarker }),
        }
      : null
  }
}

interface Listed {
  Key?: string | undefined
  VersionId?: string | undefined
  IsLatest?: boolean | undefined
  ETag?: string | undefined
}

function versionOf(listed: Listed, marker: boolean): ObjectVersion {
  const { Key = '', VersionId = '', IsLatest = false, ETag = '' } = listed
  return { key: Key, version: VersionId, latest: IsLatest, marker, etag: ETag.replaceAll('"', '') }
}

const tries = 5

/** Copies one version to a file. @returns false when it is gone */
export async function downloadVersion(bucket: Bucket, one: ObjectVersion, file: string): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { Body } = await bucket.client.send(
        new GetObjectCommand({ Bucket: bucket.name, Key: one.key, VersionId: one.version }),
      )
      await pipeline(Body as Readable, createWriteStream(file))
      return true
    } catch (error) {
      if (statusOf(error) === 404) return false
      // A connection may break while the object comes: that has no status.
      if (attempt === tries || !mayPass(error)) throw error
      await pause(attempt)
    }
  }
}

/** Deletes versions for good; those that are gone already are no error. */
export async function removeVersions(
  { client, name }: Bucket,
  versions: readonly Pick<ObjectVersion, 'key' | 'version'>[],
): Promise<void> {
  for (let at = 0; at < versions.length; at += 1000) {
    const Objects = versions.slice(at, at + 1000).map(({ key, version }) => ({ Key: key, VersionId: version }))
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: name, Delete: { Objects, Quiet: true } }),
    )
    const [first] = Errors
    if (first)
      throw new RunError(
        `${objectUri(name, first.Key ?? '')}: a version can't be deleted (${first.Code}: ${first.Message}); it needs the right s3:DeleteObjectVersion`,
      )
  }
}
