export const count = (value: number): string => Math.round(value).toLocaleString('en-US')

/** How many, and of what: `1 image`, `1,203 images`. On pages the space between them does not break (`report/format.ts`). */
export function plural(value: number, one: string, more = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : more}`
}
