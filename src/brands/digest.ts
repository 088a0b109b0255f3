import { readFile } from 'node:fs/promises'
import { UsageError } from '../errors.ts'
import { sha256 } from '../hash.ts'
import type { Brand } from './brand.ts'

/** What brands come to, for the pipeline's digest: references by their content, as where they lie changes no number. */
export async function brandsContent(brands: readonly Brand[]): Promise<unknown[]> {
  return await Promise.all(
    brands.map(async ({ references, ...brand }) => ({
      ...brand,
      references: await Promise.all(
        references.map(async ({ path, box, colour }) => ({ sha256: sha256(await contentOf(path)), box, colour })),
      ),
    })),
  )
}

async function contentOf(path: string): Promise<Uint8Array> {
  return await readFile(path).catch((cause: Error) => {
    throw new UsageError(`${path}: the reference can't be read (${cause.message})`, { cause })
  })
}
