import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Environment, readEnvironment } from '../../src/environment.ts'
import { openAddress } from '../../src/fetch/open-address.ts'
import { sha256 } from '../../src/hash.ts'
import { readOnnx, refusal } from '../../src/vision/onnx-file.ts'
import { pullModel } from '../../src/vision/pull.ts'
import { findWeights, type ModelEntry, resolveModels, zoo } from '../../src/vision/zoo.ts'
import { describeWithShared } from '../evaluation-material.ts'
import { openLocalProxy } from '../fetch/local-proxy.ts'

let folder: string
let environment: Environment

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limelight-zoo-'))
  environment = readEnvironment({ LIMELIGHT_CACHE: join(folder, 'cache') })
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The smallest ONNX model: an opset, and a graph with what is given. */
function onnx(domain: string, graph: number[] = []): Uint8Array {
  const name = [...new TextEncoder().encode(domain)]
  const opset = [0x0a, name.length, ...name, 0x10, 11]
  return Uint8Array.from([0x08, 7, 0x3a, graph.length, ...graph, 0x42, opset.length, ...opset])
}

function entryOf(bytes: Uint8Array, url: string): ModelEntry {
  const [first] = zoo
  if (!first) throw new Error('the zoo is empty')
  return { ...first, origin: { kind: 'download', url }, sha256: sha256(bytes), bytes: bytes.length }
}

describe('zoo', () => {
  test('every address is pinned to a commit, and every name is there once', () => {
    const urls = zoo.flatMap(({ origin }) => (origin.kind === 'download' ? [origin.url] : []))

    expect(urls.every((url) => /^https:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/[0-9a-f]{40}\//.test(url))).toBe(
      true,
    )
    expect(new Set(zoo.map(({ name }) => name)).size).toBe(zoo.length)
  })

  test('the text models come with the package: no download', async () => {
    const { models, missing } = await resolveModels(['text'], environment)

    expect(missing).toEqual([])
    expect(models.map(({ name }) => name)).toEqual(['pp-ocrv4-det', 'pp-ocrv4-rec'])
    expect(readFileSync(models[1]?.labelsPath ?? '', 'utf8').split('\n').length).toBeGreaterThan(6000)
  })

  test('a task whose weights are nowhere is missing, with the address they come from', async () => {
    const { models, missing } = await resolveModels(['objects'], environment)

    expect(models).toEqual([])
    expect(missing).toEqual([
      { task: 'objects', model: 'yolox-nano', url: expect.stringContaining('model/yolox_nano.onnx') },
    ])
  })

  test('the folder LIMELIGHT_MODELS comes before the cache', async () => {
    const bytes = onnx('')
    const own = entryOf(bytes, 'https://example.org/model.onnx')
    for (const place of ['mine', 'cache/models']) {
      mkdirSync(join(folder, place), { recursive: true })
      writeFileSync(join(folder, place, own.file), bytes)
    }

    const cached = await resolveModels(['objects'], environment, [own])
    const mine = await resolveModels(['objects'], { ...environment, modelsFolder: join(folder, 'mine') }, [own])

    expect(cached.models[0]?.path).toBe(join(folder, 'cache/models', own.file))
    expect(mine.models[0]?.path).toBe(join(folder, 'mine', own.file))
  })

  test('weights with another hash are refused', async () => {
    const own = entryOf(onnx(''), 'https://example.org/model.onnx')
    mkdirSync(join(folder, 'cache/models'), { recursive: true })
    writeFileSync(join(folder, 'cache/models', own.file), 'something else')

    await expect(resolveModels(['objects'], environment, [own])).rejects.toThrow(
      /these are not the weights of yolox-nano.*models pull/,
    )
  })
})

describe('an ONNX file', () => {
  test('with the operators of onnxruntime is accepted', () => {
    expect(refusal(onnx('ai.onnx.ml'))).toBeNull()
    expect(readOnnx(onnx('com.microsoft'))).toEqual({ domains: ['com.microsoft'], externalData: false })
  })

  test('with custom operators is refused', () => {
    expect(refusal(onnx('ai.onnx.contrib'))).toBe('it needs custom operators (ai.onnx.contrib)')
  })

  test('whose weights lie in another file is refused', () => {
    const externalTensor = [0x6a, 0]
    expect(refusal(onnx('', [0x2a, externalTensor.length, ...externalTensor]))).toMatch(/other files/)
  })

  test('with external data inside a node of a branch is refused', () => {
    const tensor = [0x6a, 0]
    const attribute = [0x2a, tensor.length, ...tensor]
    const inner = [0x2a, attribute.length, ...attribute]
    const branch = [0x0a, inner.length, ...inner]
    const outer = [0x32, branch.length, ...branch]
    const node = [0x2a, outer.length, ...outer]
    expect(refusal(onnx('', [0x0a, node.length, ...node]))).toMatch(/other files/)
  })

  test('that is no ONNX file is refused', () => {
    expect(refusal(new TextEncoder().encode('<html>not found</html>'))).toBe('it is not an ONNX model')
    expect(refusal(new Uint8Array())).toBe('it is not an ONNX model')
  })
})

describeWithShared('published models', (shared) => {
  test('those of the zoo are accepted, one with custom operators is refused', async () => {
    const there = await resolveModels(['objects', 'faces', 'classes'], {
      ...environment,
      modelsFolder: join(shared, 'models'),
    })
    const custom = readFileSync(join(shared, 'models', 'custom_ops_negative.onnx'))

    expect(there.missing).toEqual([])
    expect(refusal(custom)).toMatch(/custom operators \(.*extensions/)
  })

  test('a model of the user with custom operators is refused with its name', async () => {
    const path = join(folder, 'mine.onnx')
    copyFileSync(join(shared, 'models', 'custom_ops_negative.onnx'), path)
    const own = { ...entryOf(readFileSync(path), ''), name: 'mine', origin: { kind: 'file' as const, path } }

    await expect(resolveModels(['objects'], environment, [own])).rejects.toThrow(
      /mine\.onnx: the model mine is refused: it needs custom operators/,
    )
  })
})

describe('pulling a model', () => {
  const weights = onnx('')
  let server: Server
  let answer: { status: number; body: Uint8Array; cut?: boolean }
  let url: string
  const open = (address: string) => openAddress(address, { https: null, http: null, except: '' })

  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url?.startsWith('/there/')) return void response.writeHead(302, { location: '/model.onnx' }).end()
      response.writeHead(answer.status, { 'content-length': answer.body.length + (answer.cut ? 10 : 0) })
      response.write(answer.body)
      if (answer.cut) response.destroy()
      else response.end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.onnx`
  })
  afterEach(() => new Promise((done) => server.close(done)))

  test('stores it in the cache, where it is then found', async () => {
    answer = { status: 200, body: weights }
    const entry = entryOf(weights, url)
    const progress: number[] = []

    const path = await pullModel(entry, environment, { open, onProgress: (received) => progress.push(received) })

    expect((await findWeights(entry, environment))?.path).toBe(path)
    expect(progress.at(-1)).toBe(weights.length)
  })

  test('other bytes are refused and nothing is stored', async () => {
    answer = { status: 200, body: weights.toReversed() }
    const entry = entryOf(weights, url)

    await expect(pullModel(entry, environment, { open })).rejects.toThrow(/refused, this is not yolox-nano/)
    expect(await findWeights(entry, environment)).toBeNull()
  })

  test('more bytes than there should be are refused', async () => {
    answer = { status: 200, body: Uint8Array.from([...weights, 1]) }

    await expect(pullModel(entryOf(weights, url), environment, { open })).rejects.toThrow(/refused/)
  })

  test('goes by the proxy of the environment, and where the server sends it', async () => {
    answer = { status: 200, body: weights }
    const proxy = await openLocalProxy({ port: Number(new URL(url).port) })
    const http = proxy.address
    const entry = entryOf(weights, 'http://models.example/there/model.onnx')

    const path = await pullModel(entry, environment, {
      open: (address) => openAddress(address, { https: null, http, except: '' }),
    })

    expect((await findWeights(entry, environment))?.path).toBe(path)
    expect(proxy.asked).toEqual(['GET http://models.example/there/model.onnx', 'GET http://models.example/model.onnx'])
    await proxy.close()
  })

  test('a server that says no is an error with what to do', async () => {
    answer = { status: 404, body: new Uint8Array() }

    await expect(pullModel(entryOf(weights, url), environment, { open })).rejects.toThrow(
      /answers 404.*LIMELIGHT_MODELS/,
    )
  })

  test('a download that breaks off is an error', async () => {
    answer = { status: 200, body: weights, cut: true }

    await expect(pullModel(entryOf(weights, url), environment, { open })).rejects.toThrow(
      /broke off|can't be downloaded/,
    )
  })
})
