import { linksOn } from './link-rules.ts'

/** A text with another name for every @handle, as its platform cuts them (`u/name` on Reddit). */
export function replaceHandles(text: string, platform: string | null, other: (handle: string) => string): string {
  return text.replace(
    linksOn(platform).handles,
    (whole: string, handle: string) => whole.slice(0, whole.length - handle.length) + other(handle),
  )
}
