import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { bundleFunctions } from '../../scripts/bundle-functions.mjs'
import { zip } from '../../scripts/zip.mjs'
import { folder } from './synthesised.ts'

const src = resolve('src')

test('a function starts far from the checkout, with its native packages and the files that its code reads', async () => {
  const bundle = await bundled(`
    import { DuckDBInstance } from '@duckdb/node-api'
    import { page } from '${src}/report/html/page.ts'
    import { kernel } from '${src}/variables/kernel/module.ts'
    export async function handler(event) {
      const connection = await (await DuckDBInstance.create(':memory:')).connect()
      const [row] = (await connection.runAndReadAll('SELECT 6 * 7 AS answer')).getRowObjectsJson()
      const html = await page({ title: 'T', lead: 'L', sections: [], foot: 'F' })
      return { ...row, ...event, styled: html.includes('<style'), kernel: typeof kernel().memory }
    }`)
  const unpacked = unzipped(bundle)

  const answer = run(unpacked, { asked: 'twice' })

  expect(answer).toEqual({ answer: 42, asked: 'twice', styled: true, kernel: 'object' })
  expect(Object.keys(entriesOf(bundle)).filter((path) => path.startsWith('files/'))).toContain(
    'files/src/report/report.css',
  )
})

test('packages that are CommonJS are imported in a bundle as they are in Node', async () => {
  // "unpacked", by xz.
  const packed = '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAHdW5wYWNrZWQAi4fnje9fkgYAASAIuxnZux+2830BAAAAAARZWg=='
  const file = join(folder(), 'a.txt.xz')
  writeFileSync(file, Buffer.from(packed, 'base64'))
  const bundle = await bundled(`
    import { readSmallText } from '${src}/sources/xz.ts'
    export const handler = async ({ file }) => ({ text: await readSmallText(file) })`)

  expect(run(unzipped(bundle), { file })).toEqual({ text: 'unpacked' })
})

test('the catalogue of brands goes along with a function that looks into it', async () => {
  const bundle = await bundled(`
    import { loadBrands } from '${src}/brands/catalogue.ts'
    export const handler = async () => (await loadBrands('Nike', '/')).map(({ name, references }) => [name, references.length])`)

  expect(run(unzipped(bundle), {})).toEqual([['Nike', 1]])
})

test('what a function does not use of what it imports is not in its bundle', async () => {
  const bundle = await bundled(`
    import { sniffFormat } from '${src}/image/sniff.ts'
    import { decode } from '${src}/image/decode.ts'
    export const handler = async () => typeof sniffFormat`)

  expect(Object.keys(entriesOf(bundle)).filter((path) => path.startsWith('node_modules/'))).toEqual([])
})

test('a function that imports models is refused: they do not fit into one', async () => {
  const handler = `
    import { openSession } from '${src}/vision/session.ts'
    export const handler = () => openSession('x', { device: 'cpu', threads: 1 })`

  await expect(bundled(handler)).rejects.toThrow('probe/handler.ts: imports onnxruntime-node, which is too large')
})

test('what has not changed is not written again', async () => {
  const [from, to] = [folderWith('export const handler = async () => 1'), folder()]
  await bundleFunctions('local', { from, to })
  const before = statSync(join(to, 'probe.zip')).mtimeMs

  await bundleFunctions('local', { from, to })

  expect(statSync(join(to, 'probe.zip')).mtimeMs).toBe(before)
})

test('an archive holds what was put in, byte for byte, in the same bytes each time', () => {
  const content = Buffer.from('a line that compresses, a line that compresses\n'.repeat(50))
  const entries: [string, Uint8Array][] = [
    ['zebra.txt', content],
    ['a/ünï.bin', Uint8Array.of(0, 255, 1)],
  ]

  for (const level of [0, 6]) {
    const archive = zip(entries, { level })
    expect(entriesOf(archive)).toEqual({ 'a/ünï.bin': Buffer.from([0, 255, 1]), 'zebra.txt': content })
    expect(zip(entries.toReversed(), { level })).toEqual(archive)
  }
  expect(zip(entries, { level: 6 }).length).toBeLessThan(zip(entries, { level: 0 }).length / 5)
})

async function bundled(handler: string): Promise<Buffer> {
  const to = folder()
  await bundleFunctions('local', { from: folderWith(handler), to })
  return readFileSync(join(to, 'probe.zip'))
}

function folderWith(handler: string): string {
  const from = folder()
  mkdirSync(join(from, 'probe'))
  writeFileSync(join(from, 'probe/handler.ts'), handler)
  return from
}

function run(cwd: string, event: object): unknown {
  const program = `import('./index.mjs').then(async (all) => console.log(JSON.stringify(await all.handler(${JSON.stringify(event)}))))`
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd, encoding: 'utf8' }))
}

function unzipped(archive: Buffer): string {
  const to = folder()
  for (const [path, content] of Object.entries(entriesOf(archive))) {
    mkdirSync(dirname(join(to, path)), { recursive: true })
    writeFileSync(join(to, path), content)
  }
  return to
}

/** By the directory at the archive's end, as every reader does. */
function entriesOf(archive: Buffer): Record<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const entries: Record<string, Buffer> = {}
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)]
    const [name, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    const local = archive.readUInt32LE(at + 42)
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const body = archive.subarray(from, from + packed)
    entries[archive.toString('utf8', at + 46, at + 46 + name)] = method === 0 ? body : inflateRawSync(body)
    at += 46 + name + extra + comment
  }
  return entries
}
