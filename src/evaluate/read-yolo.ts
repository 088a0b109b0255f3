import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, sep } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { UsageError } from '../errors.ts'
import { hull } from '../image/box.ts'
import { readAnnotation } from './annotation-file.ts'
import { brandsOf, type TrueBox, type TrueImage, type Truth } from './truth.ts'

const listFiles = ['classes.txt', 'obj.names', 'names.txt']
const imageExtensions = new Set(['.jpg', '.jpeg', '.png', '.webp', '.gif', '.tif', '.tiff', '.avif', '.bmp'])

/**
 * A folder as Ultralytics and Darknet have it: `labels/**.txt` with lines `class x y width height` (centre, as shares of the
 * image) or `class x1 y1 x2 y2 x3 y3 ...` (an outline), the names of classes in `data.yaml` (`names`) or one a line in
 * `classes.txt`. Of the images in `images/`, or else beside the labels, one without a file of labels shows no brand.
 * @throws UsageError with file and line
 */
export async function readYolo(folder: string): Promise<Truth> {
  const labels = existsSync(join(folder, 'labels')) ? join(folder, 'labels') : folder
  const roots = labels === folder && basename(folder) === 'labels' ? [folder, dirname(folder)] : [folder]
  const names = await classNames(roots)
  const notLabels = new Set([...listFiles, 'readme.txt', 'train.txt', 'val.txt', 'test.txt'])
  const files = (await below(labels)).filter(
    (file) => extname(file).toLowerCase() === '.txt' && !notLabels.has(basename(file).toLowerCase()),
  )
  const pictures = await imagesBeside(roots.at(-1) as string, labels)
  const byStem = new Map(pictures.map((picture) => [stem(picture), picture]))
  const images: TrueImage[] = []
  for (const file of files) {
    const path = join(labels, file)
    const boxes = (await readAnnotation(path))
      .split('\n')
      .flatMap((line, index) => boxOfLine(line.trim(), names, `${path}:${index + 1}`))
    images.push(imageOf(byStem.get(stem(file)) ?? stem(file), path, boxes))
    byStem.delete(stem(file))
  }
  if (images.length === 0) throw new UsageError(`${labels}: holds no file of labels (.txt)`)
  for (const picture of byStem.values()) images.push(imageOf(picture, picture, []))
  return { format: 'yolo', images, notes: [] }
}

function imageOf(file: string, place: string, boxes: TrueBox[]): TrueImage {
  return { file, place, size: null, brands: brandsOf(boxes), boxes, author: null, split: null }
}

function boxOfLine(line: string, names: readonly string[], place: string): TrueBox[] {
  if (line === '') return []
  const [index = Number.NaN, ...values] = line.split(/\s+/).map(Number)
  const brand = names[index]
  const outline = values.length >= 6 && values.length % 2 === 0
  if (![index, ...values].every(Number.isFinite) || (values.length !== 4 && !outline)) {
    throw new UsageError(
      `${place}: "${line.slice(0, 60)}" is not "class x y width height", nor "class x1 y1 x2 y2 x3 y3 ..."`,
    )
  }
  if (!brand) {
    const named = names.flatMap((name, i) => (name ? [i] : []))
    throw new UsageError(`${place}: class ${index} has no name; those that have one are ${named.join(', ')}`)
  }
  const [x = 0, y = 0, width = 0, height = 0] = values
  const box = outline
    ? hull(pairs(values).map(([px, py]) => ({ x1: px, y1: py, x2: px, y2: py })))
    : { x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2 }
  if (Math.max(...values) > 1.001 || Math.min(...values) < -0.001) {
    throw new UsageError(`${place}: "${line.slice(0, 60)}": places are shares of the image, 0 to 1`)
  }
  if (box.x2 <= box.x1 || box.y2 <= box.y1) throw new UsageError(`${place}: the box has no area`)
  return [{ brand, box, unit: 'shares' }]
}

function pairs(values: readonly number[]): [number, number][] {
  return Array.from({ length: values.length / 2 }, (_, k) => [values[2 * k] as number, values[2 * k + 1] as number])
}

const yamlNames = z.object({
  names: z.union([
    z.array(z.string().min(1)).min(1),
    z.record(z.coerce.number(), z.string().min(1)).refine((names) => Object.keys(names).length > 0),
  ]),
})

async function classNames(folders: readonly string[]): Promise<string[]> {
  for (const folder of folders) {
    const found = await readdir(folder)
    for (const file of found.filter((name) => /\.ya?ml$/.test(name)).sort()) {
      const names = namesIn(await readAnnotation(join(folder, file)), join(folder, file))
      if (names) return names
    }
    const list = listFiles.find((name) => found.includes(name))
    if (list) {
      const lines = (await readAnnotation(join(folder, list))).split('\n').map((line) => line.trim())
      return lines.filter((line, index) => line !== '' || index < lines.length - 1)
    }
  }
  throw new UsageError(
    `${folders.join(', ')}: nothing names the classes; put data.yaml with "names", or classes.txt with one name a line, there`,
  )
}

/** Null in a file without `names`: it is about something else. */
function namesIn(text: string, path: string): string[] | null {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error) {
    const line = error.linePos ? `:${error.linePos[0].line}` : ''
    throw new UsageError(`${path}${line}: is no YAML (${error.message.split(/ at line|\n/)[0]})`)
  }
  const content: unknown = document.toJS()
  if (typeof content !== 'object' || content === null || !('names' in content)) return null
  const parsed = yamlNames.safeParse(content)
  if (!parsed.success) throw new UsageError(`${path}: "names" is no list of names, nor numbers with a name each`)
  const { names } = parsed.data
  return Array.isArray(names) ? names : Object.assign([], names)
}

async function imagesBeside(root: string, labels: string): Promise<string[]> {
  const folder = existsSync(join(root, 'images')) ? join(root, 'images') : labels
  return (await below(folder)).filter((file) => imageExtensions.has(extname(file).toLowerCase()))
}

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

function stem(file: string): string {
  return file.slice(0, file.length - extname(file).length)
}
