import { readFile } from 'node:fs/promises'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { UsageError } from '../errors.ts'

/** The text of a file of annotations. @throws UsageError that names it */
export async function readAnnotation(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new UsageError(`${path}: the truth can't be read (${cause.message})`, { cause })
  })
  return text.replace(/^\u{feff}/u, '')
}

/** A JSON text, checked. @throws UsageError with file, line and field */
export function parseJsonAs<T>(schema: z.ZodType<T>, text: string, path: string): T {
  return checkedAs(schema, parseJson(text, path), { text, path })
}

/** @throws UsageError with file and line, for a text that is no JSON */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const { message } = cause as Error
    const [, line] = /\(line (\d+) column/.exec(message) ?? []
    const at = line ?? lineAtOffset(text, Number(/position (\d+)/.exec(message)?.[1] ?? text.length))
    throw new UsageError(`${path}:${at}: is no JSON (${message.replace(/ in JSON at position.*$/s, '')})`, { cause })
  }
}

/** The value, of the type that the schema says; the text it came from tells the line of what is wrong. */
export function checkedAs<T>(schema: z.ZodType<T>, value: unknown, { text, path }: { text: string; path: string }): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const steps = (issue?.path ?? []).filter((step) => typeof step !== 'symbol')
  const field = steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
  const called = field.replace(/^\./, '') || 'the file'
  throw new UsageError(`${path}:${lineOf(text, steps)}: ${called}: ${issue?.message ?? 'is not right'}`)
}

/** JSON is YAML, whose parser knows where a value stands; only asked for when something is wrong. */
function lineOf(text: string, steps: readonly (string | number)[]): number {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false })
  for (let length = steps.length; length > 0; length--) {
    const node = document.getIn(steps.slice(0, length), true) as { range?: [number, number, number] } | undefined
    if (node?.range) return counter.linePos(node.range[0]).line
  }
  return 1
}

function lineAtOffset(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
