import { readFileSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { answer, type LocalWeb, openLocalWeb, type Page } from '../fetch/local-web.ts'
import { ask, drawPictures, measure, remove, runInfo, start, temporaryFolder, told, writeTable } from './cli.ts'

let folder = ''
let web: LocalWeb | null = null
beforeEach(async () => {
  folder = await temporaryFolder()
  await drawPictures(join(folder, 'pictures'), 12)
})
afterEach(async () => {
  await web?.close()
  web = null
  await remove(folder)
})

const names = Array.from({ length: 12 }, (_, i) => `${String(i).padStart(4, '0')}.jpg`)
const picture = (name: string): Page => answer(200, readFileSync(join(folder, 'pictures', name)))

async function open(pages: Record<string, Page>): Promise<{ table: string; asked: string[] }> {
  web = await openLocalWeb(pages)
  const { port, asked } = web
  const table = join(folder, 'posts.csv')
  const rows = Object.keys(pages).map(
    (path, i) => `http://127.0.0.1:${port}${path}?x-expires=1600000000&x-signature=s${i},p${i},hi`,
  )
  await writeTable(table, ['image_url,post_id,caption', ...rows])
  return { table, asked }
}

/** A run that can be killed while it is at work. */
function begin(table: string, out: string, more: string[]) {
  const bare = ['--tasks', 'none', '--no-report', '--json', '--allow-private-hosts']
  return start(['run', table, '--out', out, ...bare, ...more])
}

interface Row {
  key: string
  post_id: string
  status: string
  error_code: string | null
}

test('images on the web are measured; expired, forbidden and missing ones are rows with their code; signatures are not stored', async () => {
  const { table, asked } = await open({
    '/0000.jpg': picture('0000.jpg'),
    '/expired.jpg': answer(403),
    '/page.jpg': answer(200, '<html>', { 'content-type': 'text/html' }),
    '/text.jpg': answer(200, 'no picture at all'),
  })
  const out = join(folder, 'out')

  const strict = await measure(table, out, ['--max-error-rate', '1'])
  const lax = await measure(table, out, ['--allow-private-hosts', '--max-error-rate', '1'])
  const again = await measure(table, out, ['--allow-private-hosts', '--max-error-rate', '1'])

  expect([strict.code, lax.code, again.code]).toEqual([0, 0, 0])
  expect(strict.stdout).toContain('4 images with errors: private_address 4')
  expect(again.stdout).toContain('4 images measured before')
  expect(asked).toHaveLength(4)
  const rows = await ask<Row>(out, 'SELECT key, post_id, status, error_code FROM images ORDER BY post_id')
  expect(rows.map(({ post_id, error_code }) => [post_id, error_code])).toEqual([
    ['p0', null],
    ['p1', 'expired'],
    ['p2', 'unsupported_format'],
    ['p3', 'unsupported_format'],
  ])
  expect(rows[0]?.key).toBe(`127.0.0.1:${web?.port}/0000.jpg`)
  const files = await readdir(out, { recursive: true, withFileTypes: true })
  for (const file of files)
    if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain('x-signature')
})

test('after a kill only what is missing is fetched; what is measured needs no copy any more', async () => {
  const { table, asked } = await open(Object.fromEntries(names.map((name) => [`/${name}`, picture(name)])))
  const out = join(folder, 'out')
  const first = begin(table, out, ['--fetch-rate', '4'])
  while (asked.length < 5) await new Promise((resolve) => setTimeout(resolve, 20))
  first.child.kill('SIGKILL')
  await first.ended
  const before = asked.length

  const second = await measure(table, out, ['--allow-private-hosts'])
  const missing = asked.length - before
  await rm(join(out, '.cache', 'fetched', 'content'), { recursive: true })
  const third = await measure(table, out, ['--allow-private-hosts'])

  expect(second.code).toBe(0)
  expect((await runInfo(out)).counts.images_in_dataset).toBe(12)
  // One was on its way when it was killed, and those whose answers had come were kept.
  expect(missing).toBeLessThanOrEqual(12 - before + 2)
  expect(third.stdout).toContain('12 images measured before')
  expect(asked.length).toBe(before + missing)
})

test('an address that has ended since does not replace what was measured', async () => {
  let page: Page | null = null
  const { table } = await open({ '/0000.jpg': (request, response) => (page ?? picture('0000.jpg'))(request, response) })
  const out = join(folder, 'out')
  await measure(table, out, ['--allow-private-hosts'])
  await rm(join(out, '.cache'), { recursive: true })
  page = answer(403)

  await measure(table, out, ['--allow-private-hosts', '--max-error-rate', '1'])

  expect(await ask<Row>(out, 'SELECT status FROM images')).toEqual([{ status: 'ok' }])
})

test('--no-fetch asks nobody; a dry run counts what would be fetched', async () => {
  const { table, asked } = await open({ '/0000.jpg': picture('0000.jpg') })

  const dry = await measure(table, join(folder, 'dry'), ['--dry-run'])
  const none = await measure(table, join(folder, 'none'), ['--no-fetch', '--max-error-rate', '1'])

  expect(dry.stdout).toContain('1 images have to be fetched')
  expect(none.stdout).toContain('1 image with errors: not_found 1')
  expect(asked).toEqual([])
})

test('an interrupted run ends soon, and leaves no rows of what was on its way', async () => {
  const { table } = await open({
    ...Object.fromEntries(names.map((name) => [`/${name}`, picture(name)])),
    '/slow.jpg': () => undefined,
  })
  const out = join(folder, 'out')
  const running = begin(table, out, ['--fetch-timeout', '60'])
  await told(running, 'plan')
  while ((web?.asked.length ?? 0) < 13) await new Promise((resolve) => setTimeout(resolve, 20))
  running.child.kill('SIGINT')

  const { code } = await running.ended

  expect(code).toBe(130)
  expect(await ask<Row>(out, "SELECT * FROM images WHERE status = 'error'")).toEqual([])
})

test("objects in S3 are read with the user's own credentials", async () => {
  web = await openLocalWeb({ '/my-bucket/a%20b.jpg': picture('0000.jpg') })
  const table = join(folder, 'posts.csv')
  await writeTable(table, ['image,post_id', 's3://my-bucket/a b.jpg,1', 's3://my-bucket/gone.jpg,2'])
  const out = join(folder, 'out')
  const user = { AWS_ACCESS_KEY_ID: 'me', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' }

  await measure(table, out, ['--max-error-rate', '1'], { ...user, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${web.port}` })

  expect(await ask<Row>(out, 'SELECT key, error_code FROM images ORDER BY key')).toEqual([
    { key: 'my-bucket/a b.jpg', error_code: null },
    { key: 'my-bucket/gone.jpg', error_code: 'not_found' },
  ])
})
