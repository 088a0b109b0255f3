import { copyFile, mkdir } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { stringify } from 'yaml'
import { UsageError } from '../../errors.ts'
import { replaceFile } from '../../replace-file.ts'
import type { Gallery } from './gallery-file.ts'

/**
 * Writes a gallery as a brands file that people read and edit, with the pictures in a folder beside it.
 * @param path of the new file, .json, .yaml or .yml
 * @returns how many pictures lie beside it, and where
 * @throws UsageError for another ending, RunError if it can't be written
 */
export async function exportBrands(
  { brands }: Gallery,
  folder: string,
  path: string,
): Promise<{ pictures: number; beside: string }> {
  const ending = extname(path).toLowerCase()
  if (!['.json', '.yaml', '.yml'].includes(ending)) {
    throw new UsageError(`${path}: a brands file ends in .json, .yaml or .yml`)
  }
  const beside = `${basename(path, extname(path))}-references`
  const target = join(dirname(resolve(path)), beside)
  await mkdir(target, { recursive: true })
  const files = new Set(brands.flatMap(({ references }) => references.map(({ file }) => file)))
  for (const file of files) await copyFile(join(folder, file), join(target, basename(file)))
  const content = {
    brands: brands.map(({ references, threshold, ...brand }) => ({
      ...brand,
      ...(threshold === null ? {} : { threshold }),
      references: references.map(({ file, box, colour }) => ({
        path: `${beside}/${basename(file)}`,
        ...(box ? { box } : {}),
        ...(colour ? { colour } : {}),
      })),
    })),
  }
  const text = ending === '.json' ? `${JSON.stringify(content, null, 2)}\n` : stringify(content)
  await replaceFile(resolve(path), text)
  return { pictures: files.size, beside: target }
}
