import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sha256 } from '../../src/hash.ts'
import { tinyTextModel, tinyTokenizer } from '../posts/tiny-text-model.ts'
import { ask, drawPictures, limelight, remove, runInfo, temporaryFolder, writeTable } from './cli.ts'

/** Several batches, in which captions of all kinds stand side by side. */
const captions = Array.from({ length: 150 }, (_, i) => ['I love it', 'Ich hasse das: hate', '', 'a table'][i % 4] ?? '')
const labels = ['positive', 'negative', null, 'neutral']
const model = tinyTextModel()

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder()
  await drawPictures(join(folder, 'pictures'), 2)
  await writeFile(join(folder, 'tiny.onnx'), model)
  await writeFile(join(folder, 'tokenizer.json'), tinyTokenizer())
  const rows = captions.map((caption, i) => `pictures/000${i % 2}.jpg,${i},someone,${caption}`)
  await writeTable(join(folder, 'posts.csv'), ['image,post_id,account,caption', ...rows])
  await writeConfig('text.json', {})
})
afterAll(() => remove(folder))

async function writeConfig(name: string, change: Record<string, unknown>): Promise<void> {
  const textModel = {
    ...{ name: 'tiny', path: 'tiny.onnx', sha256: sha256(model), licence: 'Apache-2.0', tokenizer: 'tokenizer.json' },
    ...{ labels: ['negative', 'neutral', 'positive'], maxTokens: 16, ...change },
  }
  await writeFile(join(folder, name), JSON.stringify({ tasks: 'none', report: false, textModel }))
}

const run = (out: string, ...more: string[]) => limelight(['run', 'posts.csv', '--out', out, ...more], { cwd: folder })

interface Said {
  post_id: string
  sentiment_model_label: string | null
  sentiment_model_score: number | null
}

const said = (out: string) =>
  ask<Said>(
    join(folder, out),
    'SELECT post_id, sentiment_model_label, sentiment_model_score FROM posts ORDER BY CAST(post_id AS INTEGER)',
  )

test('each caption has what the model says of it, whatever its language, and run.json names the model', async () => {
  const ended = await run('with', '--config', 'text.json')

  expect(ended).toMatchObject({ code: 0 })
  const rows = await said('with')
  expect(rows.map((row) => row.sentiment_model_label)).toEqual(captions.map((_, i) => labels[i % 4]))
  expect(rows[0]?.sentiment_model_score).toBeGreaterThan(0.5)
  expect(rows[1]?.sentiment_model_score).toBeLessThan(-0.5)
  expect(rows[2]?.sentiment_model_score).toBeNull()
  expect((await runInfo(join(folder, 'with'))).text_model).toEqual({
    ...{ name: 'tiny', sha256: sha256(model), tokenizer_sha256: sha256(tinyTokenizer()), licence: 'Apache-2.0' },
    ...{ labels: ['negative', 'neutral', 'positive'], max_tokens: 16 },
    placeholders: { handles: null, addresses: null },
  })
})

test('the report has a row of the model where there is one', async () => {
  const ended = await limelight(['report', 'with'], { cwd: folder })

  expect(ended).toMatchObject({ code: 0 })
  const report = await readFile(join(folder, 'with', 'report.html'), 'utf8')
  expect(report).toMatch(/Negative, text model<\/th><td class="n">34\s%<\/td>/)
  expect(report).toContain(`tiny (Apache-2.0), SHA-256 ${sha256(model)}`)
})

test('posts are as the last run has them: with the model it adds to an old dataset, and measures no image again', async () => {
  await run('later', '--tasks', 'none', '--no-report')
  const before = await said('later')

  await run('later', '--config', 'text.json')

  expect(before.every((row) => row.sentiment_model_label === null)).toBe(true)
  expect((await said('later')).map((row) => row.sentiment_model_label)).toEqual(captions.map((_, i) => labels[i % 4]))
  expect((await runInfo(join(folder, 'later'))).counts).toMatchObject({ measured: 0, already_measured: 2 })
})

test.each<[string, Record<string, unknown>, string]>([
  ['another file', { sha256: '0'.repeat(64) }, 'is not tiny: SHA-256'],
  ['a file that is no tokenizer', { tokenizer: 'posts.csv' }, 'give the tokenizer.json of tiny'],
  ['two labels', { labels: ['negative', 'positive'] }, 'give a label for each'],
  ['no positive output', { labels: ['negative', 'neutral', 'neutral'] }, 'textModel.labels'],
  ['no labels', { labels: undefined }, 'config.json with id2label; say what each output means'],
])('a text model with %s ends with 2, and says what to do', async (_, change, reason) => {
  await writeConfig('wrong.json', change)

  const ended = await run('wrong', '--config', 'wrong.json')

  expect(ended).toMatchObject({ code: 2 })
  expect(ended.stderr).toContain(reason)
  expect(ended.stderr).not.toMatch(/\n {4}at /)
})

test('a model that fails on a caption ends the run, and names the caption', async () => {
  const small = tinyTextModel({ vocabulary: 5 })
  await writeFile(join(folder, 'small.onnx'), small)
  await writeConfig('small.json', { path: 'small.onnx', sha256: sha256(small) })

  const ended = await run('failed', '--config', 'small.json')

  expect(ended).toMatchObject({ code: 1 })
  expect(ended.stderr).toContain('Ich hasse das: hate')
})
