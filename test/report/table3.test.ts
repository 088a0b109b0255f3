import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { writeShard } from '../../src/dataset/write.ts'
import type { Post } from '../../src/posts/post.ts'
import { postRow } from '../../src/posts/row.ts'
import { readBeside } from '../../src/report/table3/beside.ts'
import { table3Latex } from '../../src/report/table3/latex.ts'
import { table3Markdown } from '../../src/report/table3/markdown.ts'
import type { Table3 } from '../../src/report/table3/table3.ts'
import { writeTable3 } from '../../src/report/table3/write.ts'
import { post } from '../posts/made-post.ts'

/** Four posts on two platforms; the third is German, the fourth has no caption field. */
const posts = [
  told('1', 'instagram', 'I love my new shoes, what do you think?', {
    likes: 10,
    comment_texts: ['I need this', 'nice'],
  }),
  told('2', 'instagram', 'The worst service today, we hate it', {
    likes: 30,
    comment_texts: ['where can I buy this', 'need it'],
  }),
  told('3', 'instagram', 'Ein schöner Tag mit meinen Freunden am Meer', { likes: null }),
  told('4', '=cmd|x', null, { likes: 5 }),
]

let out: string
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'limelight-table3-'))
  await writeShard(
    out,
    'posts',
    posts.map((one) => postRow(one, null)),
  )
  // What a run that was broken off leaves: a post a second time.
  await writeShard(out, 'posts', [postRow(posts[0] as Post, null)], '1')
  await writeShard(out, 'images', [image('a', '1', -2), image('b', '2', -1)])
})
afterAll(() => rm(out, { recursive: true, force: true }))

describe('Table 3', () => {
  test('as CSV: means and SDs in full, with n and missing, posts once each', async () => {
    const rows = await csvOf(out)

    expect(rows.Likes).toMatchObject({ 'instagram mean': '20', 'instagram n': '2', 'instagram missing': '1' })
    expect(Number(rows.Likes?.['instagram sd'])).toBeCloseTo(Math.sqrt(200), 12)
    expect(rows['Purchase intentions']).toMatchObject({ 'instagram mean': '1.5', 'instagram n': '2' })
    expect(rows['Purchase intentions, share of comments']).toMatchObject({ 'instagram mean': '0.75' })
    expect(rows['First person']).toMatchObject({ 'instagram mean': '1', 'instagram n': '2', 'instagram missing': '1' })
    expect(rows['Negative sentiment']).toMatchObject({ 'instagram mean': '0.5', scale: 'share' })
    expect(rows['Visual complexity']).toMatchObject({ 'instagram mean': '-1.5', definition: 'inferred' })
  })

  test('has the published values that are known, and blanks where they are not', async () => {
    const rows = await csvOf(out)

    expect(rows['Visual complexity']).toMatchObject({ 'Published 1 mean': '-1.96', 'Published 2 sd': '0.55' })
    expect(rows.Likes).toMatchObject({ 'Published 1 mean': '', 'Published 2 sd': '' })
  })

  test('keeps the name of a platform from becoming a formula', async () => {
    const text = await readFile(await writeTable3(out, { format: 'csv' }), 'utf8')

    expect(text.split('\n')[0]).toContain("'=cmd|x mean")
  })

  test('says for how many captions the English variables are missing', async () => {
    const text = await readFile(await writeTable3(out, { format: 'md' }), 'utf8')

    expect(text).toMatch(/missing for 1 of 3 captions/)
  })

  test('says of how many comments purchase intentions are', async () => {
    const swedish = 'Jag vill verkligen köpa de här skorna, var hittar man dem?'
    const comment_texts = ['need this', swedish]
    const other = await mkdtemp(join(tmpdir(), 'limelight-table3-comments-'))
    await writeShard(other, 'posts', [postRow(post('New shoes', { comment_texts }), null)])

    const path = await writeTable3(other, { format: 'md' })

    expect(await readFile(path, 'utf8')).toContain('too short to tell: 1 of 2 comments')
    await rm(other, { recursive: true, force: true })
  })

  test('as HTML: a page that needs nothing else, with every row', async () => {
    const page = await readFile(await writeTable3(out, { format: 'html' }), 'utf8')

    expect(page.match(/<script|<link|https?:/i)).toBeNull()
    expect(page).toContain('−1.96 (0.43); −2.09 (0.55)')
    expect(page.match(/<th scope="row">/g)?.length).toBeGreaterThan(20)
  })

  test('sets the values of a file beside its own: a table of another dataset, or one that was typed', async () => {
    const other = join(out, 'paper.csv')
    await writeFile(
      other,
      '\ufeffvariable,Twitter mean,Twitter sd,Wave 1 mean\nlikes,12.4,80.1,\n"Likes, ln(1 + x)",,,1.5\nFirst person,0.31,0.46,\n',
    )
    const page = await readFile(await writeTable3(out, { format: 'md', beside: other }), 'utf8')

    expect(page).toContain('| Twitter M (SD) | Wave 1 M (SD) |')
    expect(page).toMatch(/\| Likes \|.*\| 12.4 \(80.1\) \| {2}\|/)
    expect(page).toMatch(/\| Likes, ln.*\| {2}\| 1.5 \|/)
    expect(page).toMatch(/\| First person ⁱ \|.*\| 31.% \(0.460\) \|/)
    expect(page).toContain('as paper.csv gives them (Twitter, Wave 1)')
    expect(page).not.toContain('Published')
  })

  test('reads back what it wrote', async () => {
    const csv = await writeTable3(out, { format: 'csv', file: join(out, 'first.csv') })
    const { columns } = await readBeside(csv)
    const [cmd, instagram] = columns

    expect(columns.map(({ name }) => name)).toEqual(['=cmd|x', 'instagram', 'Published 1', 'Published 2'])
    expect(cmd?.values.get('Likes')).toEqual([{ mean: 5, sd: null }])
    expect(instagram?.values.get('Likes')).toEqual([{ mean: 20, sd: Math.sqrt(200) }])
  })

  test.each([
    ['variable,A mean\nLikes,1\nLove,2\n', /line 3: Table 3 has no row "Love"; its rows are "Likes", /],
    ['variable,A mean\nLikes,1\nlikes,2\n', /line 3: "Likes" is there twice/],
    ['variable,A mean\nLikes,"1,5"\n', /line 2: "1,5" in "A mean" is no number/],
    ['variable;A mean\nLikes;1\n', /separated by commas/],
    ['name,mean\nLikes,1\n', /columns variable, NAME mean and NAME sd/],
    ['variable,A mean\nLikes,\n', /every mean is blank/],
    ['variable,A mean\nLikes,1,2\n', /is not right CSV/],
    ['', /has no values to set beside/],
  ])('refuses a file of values that is not right: %j', async (text, says) => {
    const file = join(out, 'wrong.csv')
    await writeFile(file, text)

    await expect(readBeside(file)).rejects.toThrow(says)
  })

  test('says that a file of values is not there', async () => {
    await expect(readBeside(join(out, 'none.csv'))).rejects.toThrow(/--beside .*none.csv: can't be read/)
  })

  test('refuses a format that it does not know', async () => {
    await expect(writeTable3(out, { format: 'xlsx' })).rejects.toThrow('take one of html, csv, md, latex')
  })
})

const hostile: Table3 = {
  platforms: ['a|b & 100%_\\x'],
  rows: [
    {
      group: 'G$',
      label: 'L#1',
      form: 'share',
      inferred: true,
      moments: [{ platform: 'a|b & 100%_\\x', n: 3, missing: 1, mean: 0.25, sd: 0.5 }],
    },
  ],
  beside: [{ name: 'Wave|1', values: new Map([['L#1', [{ mean: 0.3, sd: null }]]]) }],
  notes: ['one\ntwo | three'],
}

test('Markdown: every line of the table has the same cells, whatever a platform is called', () => {
  const lines = table3Markdown(hostile)
    .split('\n')
    .filter((line) => line.startsWith('|'))

  expect(lines).toHaveLength(4)
  expect(new Set(lines.map((line) => line.match(/(?<!\\)\|/g)?.length))).toEqual(new Set([7]))
})

test('LaTeX: signs of its own are escaped, braces and environments close', () => {
  const text = table3Latex(hostile)

  expect(text).toContain('a|b \\& 100\\%\\_\\textbackslash{}x')
  expect(text).toContain('\\quad L\\#1\\textsuperscript{i} & 25\\,\\% & 0.500 & 3 & 1 & 30\\,\\% \\\\')
  expect(text.match(/(?<!\\)\{/g)?.length).toBe(text.match(/(?<!\\)\}/g)?.length)
  expect(text.match(/\\begin\{(\w+)\}/g)?.length).toBe(text.match(/\\end\{(\w+)\}/g)?.length)
})

async function csvOf(folder: string): Promise<Record<string, Record<string, string> | undefined>> {
  const text = await readFile(await writeTable3(folder, { format: 'csv' }), 'utf8')
  const rows: Record<string, string>[] = parse(text, { columns: true })
  return Object.fromEntries(rows.map((row) => [row.variable ?? '', row]))
}

function told(post_id: string, platform: string, caption: string | null, more: Partial<Post>): Post {
  return post(caption, { post_id, platform, posted_at: null, likes: 1, comments: 1, followers: null, ...more })
}

function image(row_id: string, post_id: string, visual_complexity: number) {
  return { row_id, uri: row_id, key: row_id, post_id, status: 'ok', warnings: [], visual_complexity }
}
