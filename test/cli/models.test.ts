import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { Command } from 'commander'
import { register } from '../../src/cli/models.ts'

let folder: string
let cacheBefore: string | undefined
let output: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limelight-models-'))
  cacheBefore = process.env.LIMELIGHT_CACHE
  process.env.LIMELIGHT_CACHE = folder
  output = ''
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += text
    return true
  })
})
afterEach(() => {
  jest.restoreAllMocks()
  if (cacheBefore === undefined) delete process.env.LIMELIGHT_CACHE
  else process.env.LIMELIGHT_CACHE = cacheBefore
  rmSync(folder, { recursive: true })
})

async function limelight(...words: string[]): Promise<void> {
  const program = new Command()
  register(program)
  await program.parseAsync(['node', 'limelight', 'models', ...words])
}

test('models list says what is here and how to get the rest', async () => {
  await limelight('list')

  expect(output).toMatch(/pp-ocrv4-det +text .*\n {2}\/.*ch_PP-OCRv4_det_infer\.onnx/)
  expect(output).toMatch(/yolox-nano +objects/)
})

test('models pull leaves alone what is already here', async () => {
  await limelight('pull', 'text')

  expect(output).toMatch(/pp-ocrv4-det: already here/)
  expect(output).toMatch(/pp-ocrv4-rec: already here/)
})

test('models verify checks and opens what is here', async () => {
  await limelight('verify')

  expect(output).toMatch(/pp-ocrv4-rec: good, /)
})

test('a name that is no model and no task is bad usage', async () => {
  await expect(limelight('pull', 'yolo')).rejects.toThrow(/no model or task is called yolo; `limelight models list`/)
})
