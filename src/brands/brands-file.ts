import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { UsageError } from '../errors.ts'
import { readUserText } from '../user-text.ts'
import type { Brand, BrandReference } from './brand.ts'
import { boxOf } from './gallery/gallery-brands.ts'
import { normalise } from './normalise.ts'

const word = z.string().trim().min(1, 'is empty')
const name = word.refine((text) => normalise(text) !== '', 'holds no letter and no digit')

const corner = z.number().min(0)
const reference = z.union([
  word,
  z.strictObject({
    path: word,
    box: z
      .tuple([corner, corner, corner, corner])
      .refine(([x1, y1, x2, y2]) => x2 > x1 && y2 > y1, 'is no box; give [x1, y1, x2, y2] in px of the picture')
      .optional(),
    colour: z
      .string()
      .regex(/^[0-9a-f]{6}$/i, 'is no colour; give six hex digits')
      .optional(),
  }),
])

const schema = z.strictObject({
  brands: z
    .array(
      z.strictObject({
        name,
        aliases: z.array(name).optional(),
        handles: z.array(word).optional(),
        hashtags: z.array(word).optional(),
        references: z.array(reference).optional(),
        threshold: z.number().min(0).max(1).nullable().optional(),
      }),
    )
    .min(1, 'names no brand'),
})

type Entry = z.infer<typeof schema>['brands'][number]

/**
 * Brands of a JSON or YAML file, `{"brands": [{"name": "Acme", "aliases": [...], ...}]}`. A name of the catalogue brings
 * along what the catalogue knows of it; any other name stands for itself.
 * @throws UsageError that names the file and the field
 */
export async function readBrandsFile(
  path: string,
  cwd: string,
  known: (name: string) => Brand | null,
): Promise<Brand[]> {
  const file = resolve(cwd, path)
  const text = await readUserText(file).catch((cause: Error) => {
    throw new UsageError(`${path}: the brands file can't be read (${cause.message})`, { cause })
  })
  const { brands } = check(path, parse(path, text))
  const seen = new Map<string, number>()
  return brands.map((entry, i) => {
    const key = normalise(entry.name)
    const before = seen.get(key)
    if (before !== undefined) {
      throw new UsageError(`${path}: brands[${i}].name: "${entry.name}" is brands[${before}] already; keep one of them`)
    }
    seen.set(key, i)
    return complete(entry, known(entry.name), (reference, j) => {
      const {
        path: relative,
        box,
        colour,
      }: Reference & object = typeof reference === 'string' ? { path: reference } : reference
      const absolute = resolve(dirname(file), relative)
      if (existsSync(absolute)) return { path: absolute, box: box ? boxOf(box) : null, colour: colour ?? null }
      throw new UsageError(`${path}: brands[${i}].references[${j}]: there is no file ${absolute}`)
    })
  })
}

/** YAML 1.2 holds JSON, so one parser reads both. */
function parse(path: string, text: string): unknown {
  const document = parseDocument(text)
  const fault = document.errors[0]
  if (fault) throw new UsageError(`${path}: ${fault.message.split('\n')[0]}`)
  return document.toJS()
}

function check(path: string, content: unknown): z.infer<typeof schema> {
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = (issue?.path ?? []).map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  throw new UsageError(`${path}: ${field.replace(/^\./, '') || 'the file'}: ${issue?.message ?? 'is not right'}`)
}

type Reference = z.infer<typeof reference>

function complete(
  entry: Entry,
  known: Brand | null,
  locate: (reference: Reference, index: number) => BrandReference,
): Brand {
  const prefixed = (mark: string, words: string[]) =>
    words.map((text) => (text.startsWith(mark) ? text : mark + text).toLowerCase())
  return {
    name: entry.name,
    aliases: unique([...(entry.aliases ?? []), ...(known ? [known.name, ...known.aliases] : [])]),
    handles: unique(prefixed('@', entry.handles ?? known?.handles ?? [])),
    hashtags: unique(prefixed('#', entry.hashtags ?? known?.hashtags ?? [])),
    references: [...(entry.references ?? []).map(locate), ...(known?.references ?? [])],
    threshold: entry.threshold ?? known?.threshold ?? null,
  }
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)]
}
