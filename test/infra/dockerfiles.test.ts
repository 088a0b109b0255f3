import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

interface Instruction {
  name: string
  value: string
}

const files = ['gpu-worker/Dockerfile.gpu', 'gpu-worker/Dockerfile.cpu']

describe.each(files)('%s', (file) => {
  const instructions = readInstructions(file)
  const valuesOf = (name: string) => instructions.filter((each) => each.name === name).map(({ value }) => value)
  const final = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'))

  test('builds on images of one exact version', () => {
    const images = valuesOf('FROM').map((value) => value.split(' ')[0] ?? '')

    expect(images).toHaveLength(2)
    for (const image of images) expect(image).toMatch(/^[\w./-]+:\d+\.\d+\.\d+(-[\w.-]+)?(@sha256:[0-9a-f]{64})?$/)
  })

  test('installs what the lock file says, and runs no script of a package but the one that is named', () => {
    const installs = valuesOf('RUN').filter((run) => /\bnpm (ci|i|install)\b/.test(run))

    expect(installs).toHaveLength(1)
    expect(installs[0]).toContain('npm ci --ignore-scripts')
    expect(valuesOf('COPY')[0]).toBe('package.json package-lock.json ./')
  })

  test('leaves out what only builds and tests', () => {
    expect(valuesOf('RUN').join('\n')).toContain('npm prune --omit=dev')
    expect(final.filter(({ name }) => name === 'RUN').map(({ value }) => value)).toEqual([
      expect.stringContaining('apt-get install -y --no-install-recommends'),
    ])
  })

  test('takes nothing from the network but by package managers', () => {
    expect(valuesOf('ADD')).toEqual([])
    expect(valuesOf('RUN').filter((run) => /\b(curl|wget|git clone)\b/.test(run))).toEqual([])
  })

  test('copies what is there, and what .dockerignore lets through', () => {
    const paths = instructions
      .filter(({ name, value }) => name === 'COPY' && !value.startsWith('--from'))
      .flatMap(({ value }) => value.split(/\s+/).slice(0, -1))
    const let_through = readFileSync('.dockerignore', 'utf8').split('\n')

    expect(paths.length).toBeGreaterThan(5)
    for (const path of paths) {
      expect({ path, there: existsSync(path) }).toEqual({ path, there: true })
      const parents = path.split('/').map((_, index, parts) => `!${parts.slice(0, index + 1).join('/')}`)
      expect({ path, through: parents.some((parent) => let_through.includes(parent)) }).toEqual({ path, through: true })
    }
    expect(let_through.filter((line) => line && !line.startsWith('#'))[0]).toBe('*')
  })

  test("has this project's own weights, which lie beside dist", () => {
    expect(final.filter(({ name }) => name === 'COPY').map(({ value }) => value)).toContain('models models/')
  })

  test('starts the worker itself, as no root, and ends it by SIGTERM', () => {
    const last = (name: string) => final.findLast((each) => each.name === name)?.value

    expect(last('USER')).toBe('10001:10001')
    expect(last('STOPSIGNAL')).toBe('SIGTERM')
    // Not by a shell: it would keep the signal to itself.
    expect(JSON.parse(last('ENTRYPOINT') ?? '')).toEqual(['node', 'gpu-worker/worker.mjs'])
    expect(final.findIndex(({ name }) => name === 'USER')).toBeGreaterThan(
      final.findLastIndex(({ name }) => name === 'RUN' || name === 'COPY'),
    )
  })

  test('has no secret in it, and writes nowhere but in /tmp', () => {
    const text = readFileSync(file, 'utf8')

    expect(text).not.toMatch(/secret|token|password|AWS_ACCESS/i)
    expect(final.find(({ name }) => name === 'ENV')?.value).toContain('HOME=/tmp')
  })

  const hadolint = spawnSync('hadolint', ['--version']).status === 0
  ;(hadolint ? test : test.skip)('hadolint has nothing to say (skipped where it is not installed)', () => {
    const { stdout } = spawnSync('hadolint', ['--no-color', file], { encoding: 'utf8' })

    expect(stdout).toBe('')
  })
})

test('only the image for GPUs fetches the CUDA provider', () => {
  const [gpu = '', cpu = ''] = files.map((file) => readFileSync(file, 'utf8'))

  expect(gpu).toContain('ONNXRUNTIME_NODE_INSTALL=cuda12')
  expect(gpu).toContain('test -f node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so')
  expect(cpu).not.toContain('ONNXRUNTIME_NODE_INSTALL')
})

test("the images' Node is the one that Lambda runs", () => {
  for (const file of files) {
    const node = readInstructions(file).find(({ value }) => value.startsWith('node:'))?.value
    expect(node).toMatch(/^node:22\./)
  }
})

/** Lines that end with a backslash go on; comments between them are none. */
function readInstructions(file: string): Instruction[] {
  return readFileSync(join(file), 'utf8')
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...value] = line.split(' ')
      return { name, value: value.join(' ') }
    })
}
