import { isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reference } from './source.ts'
import { unsigned } from './web-address.ts'

/** An image that a table or an export names. */
export type NamedImage = Omit<Reference, 'postId'>

/**
 * What a path or an address means.
 * @param root what relative paths begin at
 */
export function namedImage(value: string, root: string): NamedImage {
  if (/^file:\/\//i.test(value)) return fileImage(pathOf(value), root)
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return webImage(value)
  // Tables made on Windows, read elsewhere.
  return fileImage(sep === '/' && !value.includes('/') ? value.replaceAll('\\', '/') : value, root)
}

function webImage(address: string): NamedImage {
  const uri = unsigned(address)
  const key = uri.replace(/^[^:]+:\/\//, '')
  return uri === address ? { uri, key } : { uri, key, address }
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url)
  } catch {
    return url
  }
}

function fileImage(path: string, root: string): NamedImage {
  const uri = resolve(root, path)
  const below = relative(root, uri)
  const inside = below !== '' && !below.startsWith('..') && !isAbsolute(below)
  return { uri, key: (inside ? below : path).split(sep).join('/') }
}
