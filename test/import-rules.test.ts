import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { expect, test } from '@jest/globals'

/** Which rooms a room may import besides itself and the ground (files directly in src/). ARCHITECTURE.md shows the same. */
const allowed: Record<string, readonly string[]> = {
  image: [],
  variables: ['image'],
  vision: ['image'],
  brands: ['image', 'vision', 'variables'],
  // A text model of the user's own is checked and run as those of pictures are.
  posts: ['vision/onnx-file.ts', 'vision/session.ts'],
  sources: ['posts', 'image'],
  fetch: ['sources/web-address.ts'],
  dataset: ['variables/registry'],
  run: ['fetch', 'image', 'variables', 'vision', 'brands', 'posts', 'sources', 'dataset'],
  corpus: ['dataset', 'variables/registry'],
  // The report counts near-duplicates as `limelight corpus` finds them, hides faces that no run has looked for, and opens pictures as runs do.
  report: [
    ...['dataset', 'variables/registry', 'corpus/near-duplicates.ts', 'fetch/cache.ts', 'image/loaders.ts'],
    'vision/find-faces.ts',
  ],
  demo: ['image', 'dataset'],
  // Names are compared as recognition does, exposure of true boxes is computed as that of found ones, and its sheet is a page of the report.
  evaluate: ['image', 'brands', 'dataset', 'report', 'variables/registry'],
  // Its page is drawn and its posts are asked for as those of the report.
  compare: ['dataset', 'report'],
  // An account leaves files of every kind that a run and its report made.
  privacy: ['dataset', 'report', 'fetch/cache.ts', 'run/output-folder.ts', 'variables/registry'],
  aws: ['dataset', 'run/reader.ts'],
  worker: ['aws', 'run', 'dataset', 'sources', 'variables/registry'],
  cloud: [
    ...['aws', 'dataset', 'sources', 'posts', 'brands', 'report', 'run', 'variables/registry'],
    ...['image', 'corpus', 'variables/own.ts', 'worker/messages.ts', 'worker/job.ts'],
    // An account is taken out of files in a bucket by the same SQL as out of those on a disk.
    ...['privacy/forget-rows.ts', 'privacy/account-name.ts'],
  ],
  cli: [
    ...['image', 'variables', 'vision', 'brands', 'posts', 'sources', 'dataset', 'run', 'report', 'demo', 'corpus'],
    ...['evaluate', 'compare', 'privacy', 'aws', 'cloud', 'worker', 'fetch'],
  ],
}

const src = join(process.cwd(), 'src')

test('every room imports only the rooms that it may', () => {
  const imports = sourceFiles().flatMap(importsOf)

  const forbidden = imports.filter(({ from, to }) => !mayImport(from, to))

  expect(imports.length).toBeGreaterThan(100)
  expect(forbidden.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
})

test('every folder of src is a room with rules', () => {
  const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory())

  expect(folders.map(({ name }) => name).filter((name) => !(name in allowed))).toEqual([])
})

test('only one file reads the environment', () => {
  const readers = sourceFiles().filter((file) => /process\.env\b/.test(readFileSync(join(src, file), 'utf8')))

  expect(readers).toEqual(['environment.ts'])
})

function sourceFiles(): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
}

function importsOf(from: string): { from: string; to: string }[] {
  const text = readFileSync(join(src, from), 'utf8')
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, path = '']) => ({
    from,
    to: relative(src, join(src, dirname(from), path)),
  }))
}

function mayImport(from: string, to: string): boolean {
  const [home = ''] = from.split(sep)
  const [room = ''] = to.split(sep)
  const isGround = !to.includes(sep)
  return (
    isGround ||
    room === home ||
    (allowed[home] ?? []).some((name) => to === name || to.startsWith(name.replaceAll('/', sep) + sep))
  )
}
