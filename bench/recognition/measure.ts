import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDataset } from '../../src/dataset/read.ts'
import type { RunInfo } from '../../src/dataset/run-info.ts'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import type { Photo } from '../../src/evaluate/photo.ts'
import type { Truth } from '../../src/evaluate/truth.ts'
import { type Part, type Protocol, parts } from './protocol.ts'

export interface Measured {
  photos: Record<Part, Photo[]>
  info: RunInfo
}

/**
 * Runs `limelight run` over the photos of a protocol and joins what it found with the truth.
 * @param folder gets the brands file, the table of photos and OUT
 * @param args more arguments of `limelight run`, as `--stages`
 */
export async function measureProtocol(
  { brands, photos }: Protocol,
  { folder, args }: { folder: string; args: readonly string[] },
): Promise<Measured> {
  await mkdir(folder, { recursive: true })
  const [brandsFile, table, out] = ['brands.json', 'photos.jsonl', 'out'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await writeFile(brandsFile, JSON.stringify({ brands }))
  await writeFile(table, photos.map(({ file }) => `${JSON.stringify({ image: file })}\n`).join(''))
  const command = ['run', table, '--brands', brandsFile, '--out', out, '--no-report', ...args]
  const { status } = spawnSync(process.execPath, [join(process.cwd(), 'dist/cli/limelight.js'), ...command], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`limelight ${command.join(' ')} ended with ${status}`)
  return joined(out, truthOf(photos))
}

async function joined(out: string, truth: Truth): Promise<Measured> {
  const reader = await openDataset(out)
  try {
    const photos = { query: [], boxed: [], negative: [], coco: [] } as Record<Part, Photo[]>
    for (const part of parts) {
      if (!truth.images.some(({ split }) => split === part)) continue
      photos[part] = (await evaluate(reader, truth, { split: part, renamed: new Map() })).photos
    }
    if (!reader.runInfo) throw new Error(`${out} has no run.json`)
    return { photos, info: reader.runInfo }
  } finally {
    reader.close()
  }
}

function truthOf(photos: Protocol['photos']): Truth {
  return {
    format: 'ours',
    notes: [],
    images: photos.map(({ file, part, brands, boxes }) => ({
      file,
      place: file,
      size: null,
      brands,
      boxes: boxes.map((box) => ({ ...box, unit: 'pixels' as const })),
      author: null,
      split: part,
    })),
  }
}
