import type { Row } from '../variables/registry/index.ts'
import { readBytes } from './bytes.ts'

/** Where a lane has the bytes of images from. Files are read when a plan names no reader. */
export interface Reader {
  /**
   * The content at an address, no more than `maxBytes` of it.
   * @returns `columns`: what the storage says of it, for the row of `images`
   * @throws ImageError
   */
  read(uri: string, maxBytes: number): Promise<Content>
}

export interface Content {
  bytes: Uint8Array
  columns?: Row
}

/** Names a reader as data, so that a lane, a process of its own, can open it: a module that exports `openReader(options)`. */
export interface ReaderModule {
  /** A `file:` URL. */
  module: string
  options: unknown
}

export const fileReader: Reader = {
  read: async (uri, maxBytes) => ({ bytes: await readBytes(uri, maxBytes) }),
}

export async function openReader(reader: ReaderModule | null): Promise<Reader> {
  if (reader === null) return fileReader
  const { openReader: open }: { openReader(options: unknown): Reader | Promise<Reader> } = await import(reader.module)
  return await open(reader.options)
}
