import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'

const folder = mkdtempSync(join(tmpdir(), 'limelight-package-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const npm = (args: string[], cwd: string) =>
  execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  })

test('the package holds what it needs and nothing else, and its demo runs in an empty folder', () => {
  const [packed] = JSON.parse(
    npm(['pack', '--json', '--ignore-scripts', `--pack-destination=${folder}`], process.cwd()),
  )
  const files: string[] = packed.files.map(({ path }: { path: string }) => path)
  const rooms = new Set(files.map((file) => file.split('/')[0]))

  expect([...rooms].sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist',
    'docs',
    'examples',
    'models',
    'package.json',
  ])
  // The weights of this project's own networks, and no picture.
  expect(files.filter((file) => /\.(jpe?g|webp|tiff?|onnx)$/.test(file) && !file.startsWith('models/'))).toEqual([])
  expect(files).toContain('models/logo-embedding.onnx')
  expect(files).toContain('models/logo-negatives.pack')

  npm(['init', '--yes'], folder)
  npm(
    ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', join(folder, packed.filename)],
    folder,
  )
  const said = execFileSync(join(folder, 'node_modules/.bin/limelight'), ['demo', '--count', '12', '--out', 'demo'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

  expect(said).toContain('report.html')
  expect(readdirSync(join(folder, 'demo/out'))).toEqual(
    expect.arrayContaining(['images', 'detections', 'posts', 'report.html', 'run.json']),
  )
  expect(JSON.parse(readFileSync(join(folder, 'demo/out/run.json'), 'utf8')).counts.errors).toBe(0)
}, 600_000)
