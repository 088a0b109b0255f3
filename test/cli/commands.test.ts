import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'

const program = 'dist/cli/limelight.js'
const limelight = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
const commands = [
  'run',
  'report',
  'sources',
  'demo',
  'eval',
  'brands',
  'models',
  'variables',
  'doctor',
  'cloud',
  'completion',
]

test('the first screen names every command', () => {
  const { stdout, status } = limelight('--help')

  expect(status).toBe(0)
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'))
})

test('help names no default that is nothing', () => {
  for (const words of [['eval'], ['forget'], ['brands', 'add'], ['compare']]) {
    const { stdout } = limelight(...words, '--help')

    expect(stdout).toContain('Options:')
    expect(stdout).not.toMatch(/default: (\[\]|\{\}|false)/)
  }
  expect(limelight('demo', '--help').stdout).toContain('(default: 60)')
})

test('without a gallery, `brands check` says how to make one', () => {
  const empty = mkdtempSync(join(tmpdir(), 'limelight-commands-'))
  const { stderr, status } = spawnSync(process.execPath, [resolve(program), 'brands', 'check'], {
    cwd: empty,
    encoding: 'utf8',
  })
  rmSync(empty, { recursive: true })

  expect([status, stderr]).toEqual([
    2,
    'limelight: limelight-gallery: there is no gallery; `limelight brands add NAME PICTURES` makes one\n',
  ])
})

test('an unknown command or option is bad usage: 2, and says where help is', () => {
  for (const args of [['measure'], ['run', '--size', '3'], ['completion', 'tcsh']]) {
    const { stderr, status } = limelight(...args)

    expect({ args, status }).toEqual({ args, status: 2 })
    expect(stderr).toContain('--help')
  }
})

const withBash = spawnSync('bash', ['--version']).status === 0 ? test : test.skip

withBash('the completion script for bash offers commands, and the options of a command', () => {
  const { stdout: script } = limelight('completion', 'bash')
  const offered = (...words: string[]) =>
    execFileSync(
      'bash',
      [
        '-c',
        `${script}\nCOMP_WORDS=(${words.map((w) => `'${w}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _limelight; echo "\${COMPREPLY[@]}"`,
      ],
      { encoding: 'utf8' },
    ).split(/\s+/)

  expect(offered('limelight', 're')).toContain('report')
  expect(offered('limelight', 'run', '--br')).toContain('--brands')
  expect(offered('limelight', 'cloud', '--st')).toContain('--stage')
  expect(offered('limelight', 'models', '')).toEqual(expect.arrayContaining(['list', 'pull', 'verify']))
})

test('completion for zsh and fish names every command', () => {
  for (const shell of ['zsh', 'fish']) {
    const { stdout } = limelight('completion', shell)

    for (const command of commands) expect(stdout).toContain(command)
  }
})

test('doctor finds this machine able, and says so as JSON', () => {
  const { stdout, status } = limelight('doctor', '--json')
  const findings: { ok: boolean; what: string }[] = JSON.parse(stdout)

  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  expect(findings.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['node', 'sharp', 'duckdb', 'onnxruntime', 'task text']),
  )
  expect(status).toBe(0)
})
