import { readFile } from 'node:fs/promises'
import type { DatasetReader } from '../dataset/read.ts'
import { readEnvironment } from '../environment.ts'
import { readFetched } from '../fetch/cache.ts'
import type { FaceFinder } from '../vision/find-faces.ts'
import { hiddenFaces } from './hidden-faces.ts'
import type { PictureAccess } from './thumbnails.ts'

/**
 * The pictures of a dataset in a folder for as long as some work with them takes: files on this machine, and of what was fetched the copy
 * beside the dataset. The model that finds faces is loaded when there is a picture that needs it.
 */
export async function withLocalPictures<T>(
  out: string,
  reader: Pick<DatasetReader, 'query' | 'runInfo'>,
  work: (access: PictureAccess) => Promise<T>,
): Promise<T> {
  const faces: { finder: Promise<FaceFinder | null> | null } = { finder: null }
  const opened = () => {
    faces.finder ??= import('../vision/find-faces.ts').then(({ openFaceFinder }) => openFaceFinder(readEnvironment()))
    return faces.finder
  }
  try {
    return await work({
      read: (uri) => (/^[a-z][a-z0-9+.-]+:\/\//i.test(uri) ? readFetched(out, uri) : readFile(uri).catch(() => null)),
      hide: hiddenFaces(reader, async (bytes) => (await (await opened())?.find(bytes)) ?? null),
    })
  } finally {
    await (await faces.finder)?.close()
  }
}
