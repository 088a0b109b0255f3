import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@jest/globals'
import { sharedFolder } from '../evaluation-material.ts'

/** The software Vulkan of Debian's chromium package; libvulkan1 loads it. */
const driver = '/usr/lib/chromium/vk_swiftshader_icd.json'
const loaders = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/aarch64-linux-gnu/libvulkan.so.1']
const shared = sharedFolder()
const built = join(process.cwd(), 'dist', 'vision', 'open.js')
const lacks = [
  ...(existsSync(driver) ? [] : ['apt-get install chromium']),
  ...(loaders.some(existsSync) ? [] : ['apt-get install libvulkan1']),
  ...(existsSync(built) ? [] : ['npm run build']),
  ...(shared ? [] : ['../shared']),
]

/** Prints what vision sees on a device, as JSON. In a process of its own: the driver is chosen by its environment. */
const program = `
const at = (path) => ${JSON.stringify(pathToFileURL(join(process.cwd(), 'dist')).href)} + '/' + path
const { openVision } = await import(at('vision/open.js'))
const { resolveModels } = await import(at('vision/zoo.js'))
const { readEnvironment } = await import(at('environment.js'))
const { decode } = await import(at('image/decode.js'))
const { defaultDecodeOptions } = await import(at('image/picture.js'))
const { readFile } = await import('node:fs/promises')
const [device, photo] = process.argv.slice(1)
const { models } = await resolveModels(['objects', 'faces'], readEnvironment())
const vision = await openVision({ models, device, threads: 2 })
const sight = await vision.see(await decode(await readFile(photo), defaultDecodeOptions))
console.log(JSON.stringify({ ...sight, device: vision.device }))
await vision.close()
`

interface Seen {
  device: string
  objects: { label: string; score: number; box: Record<string, number> }[]
  faces: { score: number; box: Record<string, number> }[]
}

function see(device: string): Seen {
  const photo = join(shared ?? '', 'data', 'coco', 'images', '000000000139.jpg')
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program, device, photo], {
    env: { ...process.env, VK_DRIVER_FILES: driver, LIMELIGHT_MODELS: join(shared ?? '', 'models') },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  })
  return JSON.parse(output)
}

const testOnDevice = lacks.length === 0 ? test : test.skip
const needs = lacks.length === 0 ? '' : ` (needs ${lacks.join(', ')})`

testOnDevice(
  `webgpu finds what the CPU finds${needs}`,
  () => {
    const cpu = see('cpu')
    const gpu = see('webgpu')

    expect(gpu.device).toBe('webgpu')
    expect(cpu.objects.length).toBeGreaterThan(3)
    expect(gpu.objects.map(({ label }) => label)).toEqual(cpu.objects.map(({ label }) => label))
    for (const task of ['objects', 'faces'] as const) {
      expect(gpu[task].length).toBe(cpu[task].length)
      for (const [i, { score, box }] of gpu[task].entries()) {
        expect(score).toBeCloseTo(cpu[task][i]?.score ?? -1, 3)
        for (const edge of ['x1', 'y1', 'x2', 'y2']) {
          expect(Math.abs((box[edge] ?? 0) - (cpu[task][i]?.box[edge] ?? 1e9))).toBeLessThan(0.1)
        }
      }
    }
  },
  180_000,
)
