import { handlePattern } from './cut-caption.ts'

/** A text with another name for every @handle, as platforms cut them. */
export function replaceHandles(text: string, other: (handle: string) => string): string {
  return text.replace(new RegExp(handlePattern, 'giu'), (_, handle: string) => `@${other(handle)}`)
}
