import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunInfo } from '../src/dataset/run-info.ts'

/**
 * The main job with all default tasks (variables, objects, faces, text, brands, Parquet), as a user runs it, against the CPU
 * time of the programs that give the same columns one by one. Those were measured before, on the same kind of machine
 * (../shared/golden/peer_speed.json): Image Analyzer (variables), onnxruntime + OpenCV (YOLOX, YuNet 640) and RapidOCR (text).
 * RapidOCR's time on Flickr photos stands in for COCO's, which are of the same size; its Instagram photos are ours.
 * Two sums: of Image Analyzer all low-level groups, and only those groups that have a counterpart here.
 * Goal: 3 times. `npm run bench -- all-tasks [ROUNDS]`
 */
const shared = join(process.cwd(), '..', 'shared')
if (!existsSync(join(shared, 'data')))
  throw new Error(`${shared} is missing: this benchmark needs its photos and models`)
const rounds = Number(process.argv[2] ?? 3)

const peers: Record<string, { cpu_ms_per_photo: number }> = JSON.parse(
  readFileSync(join(shared, 'golden', 'peer_speed.json'), 'utf8'),
)
const ms = (name: string) => peers[name]?.cpu_ms_per_photo ?? Number.NaN
const counterparts = [
  'calculate_hue_proportions',
  'calculate_image_clarity',
  'extract_basic_image_features',
  'extract_blur_value',
  'get_color_features',
  'visual_complexity',
]
const models = ms('E.yolox.1process_1thread') + ms('E.yunet640.1process_1thread')
const everything = ms('A.all_low_level_groups.1process')
const alike = counterparts.reduce((sum, name) => sum + ms(`A.${name}`), 0)

const sets = [
  { name: 'coco', photos: 128, text: ms('F.rapidocr.flickr.1process_1thread') },
  { name: 'instaloader', photos: 100, text: ms('F.rapidocr.insta.1process_1thread') },
]
const runs = new Map<string, RunInfo[]>(sets.map(({ name }) => [name, []]))
for (let round = 0; round < rounds; round++) for (const { name } of sets) runs.get(name)?.push(measure(name))

const columns = ['ours: CPU', 'wall', 'peers: CPU', 'ratio', 'alike only', 'ratio']
console.log('ms a photo'.padEnd(20), ...columns.map((column) => column.padStart(11)))
const total = { ours: 0, all: 0, alike: 0 }
for (const { name, photos, text } of sets) {
  const infos = runs.get(name) ?? []
  const ours = median(infos.map(({ cpu_seconds, counts }) => (1000 * cpu_seconds) / counts.measured))
  const wall = median(infos.map(({ seconds, counts }) => (1000 * seconds) / counts.measured))
  const [all, some] = [everything + models + text, alike + models + text]
  line(`${name} (${photos})`, [ours, wall, all, all / ours, some, some / ours])
  total.ours += ours * photos
  total.all += all * photos
  total.alike += some * photos
}
line('both', [Number.NaN, Number.NaN, Number.NaN, total.all / total.ours, Number.NaN, total.alike / total.ours])

function measure(set: string): RunInfo {
  const out = mkdtempSync(join(tmpdir(), 'limelight-bench-'))
  const args = [
    'run',
    join(shared, 'data', set),
    '--brands',
    'nike,starbucks',
    '--no-report',
    '--workers',
    '2',
    '--out',
    out,
  ]
  const ended = spawnSync(process.execPath, [join('dist', 'cli', 'limelight.js'), ...args], {
    env: { ...process.env, LIMELIGHT_MODELS: join(shared, 'models') },
    encoding: 'utf8',
  })
  if (ended.status !== 0) throw new Error(ended.stderr)
  const info = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as RunInfo
  rmSync(out, { recursive: true })
  return info
}

function line(name: string, values: number[]): void {
  const cells = values.map((value, i) => (Number.isNaN(value) ? '' : value.toFixed(i === 3 || i === 5 ? 2 : 0)))
  console.log(name.padEnd(20), ...cells.map((cell) => cell.padStart(11)))
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
