import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { UsageError } from '../errors.ts'
import { parseJson, readAnnotation } from './annotation-file.ts'
import { readCoco } from './read-coco.ts'
import { readLabelme } from './read-labelme.ts'
import { readOurs } from './read-ours.ts'
import { readVoc } from './read-voc.ts'
import { readYolo } from './read-yolo.ts'
import type { TrueImage, Truth, TruthFormat } from './truth.ts'

/**
 * What is true of some images, from a file or a folder.
 * @param format null: by what is there
 * @throws UsageError that names the file, the line and what is wrong
 */
export async function readTruth(path: string, format: TruthFormat | null = null): Promise<Truth> {
  const found = await stat(path).catch(() => null)
  if (!found) throw new UsageError(`--truth ${path}: there is no such file or folder`)
  const truth = found.isDirectory() ? await readFolder(path, format) : await readFiles([path], format)
  if (truth.images.length === 0) throw new UsageError(`--truth ${path}: names no image`)
  return truth
}

async function readFolder(folder: string, format: TruthFormat | null): Promise<Truth> {
  const names = await readdir(folder)
  const files = (extension: string) => names.filter((name) => extname(name).toLowerCase() === extension).sort()
  const [xml, json, txt] = [files('.xml'), files('.json'), files('.txt')]
  // A list of labels as text lies beside the files of other programs, too.
  const mostlyText = txt.length > json.length && xml.length === 0
  if (format === 'yolo' || (format === null && (names.includes('labels') || mostlyText))) return readYolo(folder)
  if (format === 'voc' || (format === null && xml.length > 0)) return readFiles(paths(folder, xml), 'voc')
  if (json.length > 0) return readFiles(paths(folder, json), format)
  if (txt.length > 0 && format === null) return readYolo(folder)
  throw new UsageError(
    `--truth ${folder}: holds no .json, no .xml and no labels/*.txt; give the file, or the folder with the files of labels`,
  )
}

/** Files of one format: the first one tells which. */
async function readFiles(files: readonly string[], format: TruthFormat | null): Promise<Truth> {
  const truths: Truth[] = []
  for (const file of files) truths.push(await readFile(file, format ?? truths[0]?.format ?? null))
  const [first] = truths
  if (!first) throw new UsageError('--truth: the folder holds no file of labels')
  return {
    format: first.format,
    images: truths.flatMap(({ images }) => images),
    notes: truths.flatMap(({ notes }) => notes),
  }
}

async function readFile(path: string, format: TruthFormat | null): Promise<Truth> {
  if (format === 'yolo') throw new UsageError(`--truth ${path}: is a file; of YOLO, give the folder that has labels/`)
  const text = await readAnnotation(path)
  const single = (as: 'voc' | 'labelme', image: TrueImage): Truth => ({ format: as, images: [image], notes: [] })
  if (format === 'voc' || (format === null && text.trimStart().startsWith('<')))
    return single('voc', readVoc(text, path))
  const value = parseJson(text, path)
  const source = { text, path }
  switch (format ?? guessJson(value, path)) {
    case 'coco':
      return readCoco(value, source)
    case 'labelme':
      return single('labelme', readLabelme(value, source))
    default:
      return readOurs(value, source)
  }
}

function guessJson(value: unknown, path: string): TruthFormat {
  if (Array.isArray(value)) {
    const [first] = value
    if (typeof first !== 'object' || first === null || !('image_id' in first)) return 'ours'
    throw new UsageError(
      `${path}: is a list of what a detector found (COCO's results); give the file with images, annotations and categories`,
    )
  }
  const fields = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (fields.includes('shapes')) return 'labelme'
  if (fields.includes('annotations') || fields.includes('categories')) return 'coco'
  if (fields.includes('images')) return 'ours'
  throw new UsageError(
    `${path}: is JSON of no format that is known (a list of images, COCO's images, annotations and categories, LabelMe's shapes); say which with --format`,
  )
}

function paths(folder: string, names: readonly string[]): string[] {
  return names.map((name) => join(folder, name))
}
