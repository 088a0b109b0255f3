import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sha256 } from '../../src/hash.ts'
import { openTextClassifier } from '../../src/posts/text-model/classifier.ts'
import { resolveTextModel, type TextModelEntry } from '../../src/posts/text-model/entry.ts'
import { openTokeniser } from '../../src/posts/text-model/tokens.ts'
import { ids, type TinyTextModel, tinyTextModel, tinyTokenizer } from './tiny-text-model.ts'

let folder = ''
let next = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limelight-text-model-'))
  await writeFile(join(folder, 'tokenizer.json'), tinyTokenizer())
  await writeFile(join(folder, 'other.json'), '{"a": 1}')
  await writeFile(join(folder, 'broken.json'), '{')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** An entry of a model that lies in the folder. */
async function entryOf(model: TinyTextModel | Uint8Array = {}): Promise<TextModelEntry> {
  const bytes = model instanceof Uint8Array ? model : tinyTextModel(model)
  const path = join(folder, `${next++}.onnx`)
  await writeFile(path, bytes)
  return {
    ...{ name: 'tiny', path, sha256: sha256(bytes), licence: 'Apache-2.0', tokenizer: join(folder, 'tokenizer.json') },
    ...{ labels: ['negative', 'neutral', 'positive'], maxTokens: 8 },
  }
}

async function classify(entry: TextModelEntry, text: string) {
  const classifier = await openTextClassifier(entry)
  try {
    return await classifier.classify(text)
  } finally {
    await classifier.close()
  }
}

const softmax = (logits: readonly number[]) => {
  const powers = logits.map(Math.exp)
  const sum = powers.reduce((a, b) => a + b)
  return powers.map((power) => power / sum)
}

test.each([
  ['I love it', 'positive', [0, 1.2, 3]],
  ['HATE', 'negative', [3, 1, 0]],
  ['Ich liebe das', 'positive', [0, 1.2, 3]],
  ['loves, hates', 'positive', [3, 1.1, 5]],
  ['a table', 'neutral', [0, 1.2, 0]],
])('%j is %s, in any language, with the probabilities of its outputs', async (text, label, logits) => {
  const found = await classify(await entryOf(), text)

  const [negative = 0, , positive = 0] = softmax(logits)
  expect(found.label).toBe(label)
  expect(found.score).toBeCloseTo(positive - negative, 6)
})

test('labels stand in the order of the outputs', async () => {
  const entry = await entryOf()

  expect((await classify({ ...entry, labels: ['positive', 'neutral', 'negative'] }, 'love')).label).toBe('negative')
})

test('a model that also takes token types gives the same', async () => {
  const typed = await entryOf({ inputs: ['input_ids', 'attention_mask', 'token_type_ids'] })

  expect(await classify(typed, 'I love it')).toEqual(await classify(await entryOf(), 'I love it'))
})

test('a long text is cut between the tokens that frame it', async () => {
  const tokenise = await openTokeniser({ name: 'tiny', tokenizer: join(folder, 'tokenizer.json'), maxTokens: 5 })

  const { '[CLS]': cls, '[SEP]': sep, love, hate, '##s': s } = ids
  expect(tokenise('love hates')).toEqual([cls, love, hate, s, sep])
  expect(tokenise('love hates love love')).toEqual([cls, love, hate, s, sep])
  expect(tokenise('')).toEqual([cls, sep])
})

describe('files that do not fit are refused, with what to do:', () => {
  const foreign = () => {
    // An import of operators of another domain: field 8, with the domain `evil`.
    return Uint8Array.from([...tinyTextModel(), 66, 6, 10, 4, ...new TextEncoder().encode('evil')])
  }
  test.each<[string, (entry: TextModelEntry) => Partial<TextModelEntry>, RegExp]>([
    [
      'no model',
      () => ({ path: join(folder, 'gone.onnx') }),
      /gone\.onnx: can't be read .*give the \.onnx file of tiny/,
    ],
    [
      'no tokenizer',
      () => ({ tokenizer: join(folder, 'gone.json') }),
      /gone\.json: .*give the tokenizer\.json of tiny/,
    ],
    ['another model', () => ({ sha256: '0'.repeat(64) }), /is not tiny: SHA-256 [0-9a-f]{64} instead of 0{64}/],
  ])('%s', async (_, change, reason) => {
    const entry = await entryOf()

    await expect(resolveTextModel({ ...entry, ...change(entry) })).rejects.toThrow(reason)
  })

  test('a model with operators of its own, or none at all', async () => {
    await expect(resolveTextModel(await entryOf(foreign()))).rejects.toThrow(/custom operators \(evil\)/)
    await expect(resolveTextModel(await entryOf(new Uint8Array([1, 2])))).rejects.toThrow(/not an ONNX model/)
  })

  test.each<[string, TinyTextModel, RegExp]>([
    ['other inputs', { inputs: ['ids', 'mask'] }, /has the inputs ids \(int64 n x t\), mask .*needs input_ids and/],
    ['one input more', { inputs: ['input_ids', 'attention_mask', 'pixels'] }, /pixels \(int64/],
    ['inputs of fixed length', { length: 16 }, /input_ids \(int64 n x 16\).*of any length/],
    ['two classes', { classes: 2 }, /gives 1 x 2 numbers for a text, and the config 3 labels/],
  ])('a model with %s', async (_, model, reason) => {
    await expect(openTextClassifier(await entryOf(model))).rejects.toThrow(reason)
  })

  test.each(['other.json', 'broken.json'])('a tokenizer that is none: %s', async (name) => {
    const entry = { ...(await entryOf()), tokenizer: join(folder, name) }

    await expect(openTextClassifier(entry)).rejects.toThrow(`${name}: can't be used`)
  })

  test('a tokenizer of another model, as soon as a token is not known', async () => {
    const entry = await entryOf({ vocabulary: 5 })

    await expect(classify(entry, 'I hate it')).rejects.toThrow(/tiny fails on "I hate it" .*of the same model/)
  })
})
