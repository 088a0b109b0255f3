import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'

const cache = mkdtempSync(join(tmpdir(), 'limelight-models-'))
afterAll(() => rmSync(cache, { recursive: true }))

function limelightModels(...words: string[]) {
  const env = { ...process.env, LIMELIGHT_CACHE: cache }
  return spawnSync(process.execPath, ['dist/cli/limelight.js', 'models', ...words], { encoding: 'utf8', env })
}

test('models list says what is here and how to get the rest', () => {
  const { stdout, status } = limelightModels('list')

  expect(status).toBe(0)
  expect(stdout).toMatch(/pp-ocrv4-det +text .*\n {2}\S.*ch_PP-OCRv4_det_infer\.onnx/)
  expect(stdout).toMatch(/yolox-nano +objects/)
  expect(stdout).toMatch(/ch_PP-OCRv4_det_infer\.onnx\n {2}pictures at once: any number\n/)
})

test('models pull leaves alone what is already here', () => {
  const { stdout, status } = limelightModels('pull', 'text')

  expect(status).toBe(0)
  expect(stdout).toMatch(/pp-ocrv4-det: already here/)
  expect(stdout).toMatch(/pp-ocrv4-rec: already here/)
})

test('models verify checks and opens what is here', () => {
  const { stdout, status } = limelightModels('verify')

  expect(status).toBe(0)
  expect(stdout).toMatch(/pp-ocrv4-rec: good, /)
})

test('a name that is no model and no task is bad usage', () => {
  const { stderr, status } = limelightModels('pull', 'yolo')

  expect(status).toBe(2)
  expect(stderr).toMatch(/no model or task is called yolo; `limelight models list`/)
})
