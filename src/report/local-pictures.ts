import { readFile } from 'node:fs/promises'
import type { DatasetReader } from '../dataset/read.ts'
import { readEnvironment } from '../environment.ts'
import { readFetched } from '../fetch/cache.ts'
import type { FaceFinder } from '../vision/find-faces.ts'
import { literal } from './dialect.ts'
import { hiddenFaces } from './hidden-faces.ts'
import { openPictureSearch } from './picture-search.ts'
import type { PictureAccess, ReadPicture } from './thumbnails.ts'

export interface LocalDataset {
  /** Its folder. */
  out: string
  reader: Pick<DatasetReader, 'query' | 'runInfo'>
  /** Where pictures are looked for that do not lie where they were measured. */
  places?: readonly string[] | undefined
}

/**
 * The pictures of a dataset in a folder for as long as some work with them takes: files on this machine, and of what was fetched the copy
 * beside the dataset. The model that finds faces is loaded when there is a picture that needs it.
 */
export async function withLocalPictures<T>(
  dataset: LocalDataset,
  work: (access: PictureAccess) => Promise<T>,
): Promise<T> {
  const faces: { finder: Promise<FaceFinder | null> | null } = { finder: null }
  const opened = () => {
    faces.finder ??= import('../vision/find-faces.ts').then(({ openFaceFinder }) => openFaceFinder(readEnvironment()))
    return faces.finder
  }
  try {
    return await work({
      read: readerOf(dataset),
      hide: hiddenFaces(dataset.reader, async (bytes) => (await (await opened())?.find(bytes)) ?? null),
    })
  } finally {
    await (await faces.finder)?.close()
  }
}

function readerOf({ out, reader, places = [] }: LocalDataset): ReadPicture {
  const search = openPictureSearch(places)
  return async (uri, sha256) => {
    const isRemote = /^[a-z][a-z0-9+.-]+:\/\//i.test(uri)
    const found = isRemote ? await readFetched(out, uri) : await readFile(uri).catch(() => null)
    if (found || sha256 === null || places.length === 0) return found
    const [image] = await reader.query<{ bytes: number | null }>(
      `SELECT MAX(bytes) AS bytes FROM images WHERE sha256 = ${literal(sha256)}`,
    )
    return image?.bytes ? await search({ sha256, bytes: image.bytes }) : null
  }
}
