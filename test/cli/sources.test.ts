import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { limelight } from '../run/cli.ts'

const made = (name: string): string => join('test', 'sources', 'exports', name)

test('sources check says what a file is, how its columns map, and what it gives', async () => {
  const { code, stdout } = await limelight(['sources', 'check', made('4cat-instagram.csv'), made('apify.json')])

  expect(code).toBe(0)
  const lines = stdout.split('\n')
  expect(lines[0]).toMatch(/4cat-instagram\.csv: 4CAT \(CSV\) \(csv, utf-8\)$/)
  expect(lines).toContain('  image          <- image_url')
  expect(lines).toContain('  posted_at      <- unix_timestamp')
  expect(lines).toContain('All of it: 2 posts, 2 images (2 to be fetched from the web)')
  expect(lines).toContain('No problems.')
  expect(stdout).toContain("apify.json: Apify's Instagram Scraper (json, utf-8)")
  expect(stdout).toContain('3 comments with their posts, 1 comment of posts elsewhere, left out: 1 error row')
})

test('sources check says where a post has its id and platform from when no column has them', async () => {
  const { stdout } = await limelight(['sources', 'check', made('crowdtangle-facebook.csv')])

  expect(stdout).toContain('  post_id        <- URL: its short code, or all of it\n  platform       <- URL: its host\n')
})

test('sources check --json is one object a source; --map reads an export as a plain table', async () => {
  const { stdout } = await limelight(['sources', 'check', made('apify.csv'), '--map', 'image=displayUrl', '--json'])

  expect(JSON.parse(stdout)).toMatchObject({
    kind: 'table',
    posts: 2,
    images: 2,
    complete: true,
    fields: expect.arrayContaining([{ target: 'image', from: 'displayUrl' }]),
  })
})

test('what is no source is told with what there is', async () => {
  const { code, stderr } = await limelight(['sources', 'check', 'package.json'])

  expect(code).toBe(2)
  expect(stderr).toMatch(/package\.json: no column is called like an image; say which with --map image=COLUMN/)
})
