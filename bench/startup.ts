/**
 * How long `limelight --version` takes, next to node doing nothing; goal: under 150 ms.
 * Usage: npm run bench -- startup
 */
import { spawnSync } from 'node:child_process'

const rounds = 15
const times = { node: [] as number[], version: [] as number[], help: [] as number[] }

for (let round = 0; round < rounds; round++) {
  times.node.push(milliseconds('-e', '0'))
  times.version.push(milliseconds('dist/cli/limelight.js', '--version'))
  times.help.push(milliseconds('dist/cli/limelight.js', '--help'))
}

for (const [what, measured] of Object.entries(times)) {
  console.log(`${what.padEnd(10)} ${median(measured).toFixed(0).padStart(5)} ms   (${rounds} runs, median)`)
}
console.log(`limelight --version / node: ${(median(times.version) / median(times.node)).toFixed(1)}`)

function milliseconds(...args: string[]): number {
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`node ${args.join(' ')}: ${stderr}`)
  return performance.now() - started
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
