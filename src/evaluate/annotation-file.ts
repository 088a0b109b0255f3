import { readFile } from 'node:fs/promises'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { UsageError } from '../errors.ts'

/** The text of a file of annotations, in the encoding that its first bytes or its XML declaration tell; else UTF-8. @throws UsageError that names it */
export async function readAnnotation(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: Error) => {
    throw new UsageError(`${path}: the truth can't be read (${cause.message})`, { cause })
  })
  const [, declared] = /^<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(bytes.toString('latin1', 0, 200)) ?? []
  const encoding = encodingOfMark(bytes) ?? declared ?? 'utf-8'
  try {
    return new TextDecoder(encoding).decode(bytes)
  } catch (cause) {
    throw new UsageError(`${path}: its encoding "${encoding}" is not known; save it as UTF-8`, { cause })
  }
}

function encodingOfMark([first, second]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

/** @throws UsageError with file and line, for a text that is no JSON */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const { message } = cause as Error
    const [, line] = /\(line (\d+) column/.exec(message) ?? []
    const said = message.replace(/ in JSON at position.*$/s, '').replace(/, (?:\.\.\.)?".*$/s, '')
    throw new UsageError(`${path}:${line ?? lineAtOffset(text, offsetIn(message, text))}: is no JSON (${said})`, {
      cause,
    })
  }
}

/** Node says the place of an error, or shows ten characters before it and ten from it on, with `...` where there are more. */
function offsetIn(message: string, text: string): number {
  const [, position] = /position (\d+)/.exec(message) ?? []
  if (position !== undefined) return Number(position)
  const [, before, around, after] = /, (\.\.\.)?"(.*)"(\.\.\.)? is not valid JSON$/s.exec(message) ?? []
  if (around === undefined) return text.length
  return text.indexOf(around) + (before ? 10 : after ? Math.max(0, around.length - 10) : 0)
}

/** The value, of the type that the schema says; the text it came from tells the line of what is wrong. */
export function checkedAs<T>(schema: z.ZodType<T>, value: unknown, { text, path }: { text: string; path: string }): T {
  const result = schema.safeParse(value, { error: inWords })
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const steps = (issue?.path ?? []).filter((step) => typeof step !== 'symbol')
  const field = steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
  const called = field.replace(/^\./, '') || 'the file'
  throw new UsageError(`${path}:${lineOf(text, steps)}: ${called}: ${issue?.message ?? 'is not right'}`)
}

/** What a schema itself does not say in words. */
function inWords({ code, input, ...issue }: z.core.$ZodRawIssue): string | undefined {
  if (code !== 'invalid_type' && code !== 'invalid_union') return undefined
  if (input === undefined) return 'is missing'
  const expected = 'expected' in issue ? (kinds[String(issue.expected)] ?? String(issue.expected)) : null
  const shown = JSON.stringify(input).slice(0, 40)
  return expected ? `is ${shown}; it has to be ${expected}` : `is ${shown}, which is none of what it can be`
}

const kinds: Record<string, string> = {
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
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
