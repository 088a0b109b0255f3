import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { codebookMarkdown, documented } from '../../src/cli/codebook.ts'

test('docs/variables.md says what the registry says (npm run docs writes it)', () => {
  expect(readFileSync('docs/variables.md', 'utf8')).toBe(codebookMarkdown(documented))
})

test('every variable is named once a dataset, and documented', () => {
  const names = documented.map(({ dataset, name }) => `${dataset}.${name}`)

  expect(new Set(names).size).toBe(names.length)
  expect(documented.filter(({ formula }) => formula.length < 4)).toEqual([])
  expect(documented.filter(({ definition, source }) => definition === 'published' && source === '')).toEqual([])
})

test('every npm script that a document names is there', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  const documents = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md']
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const named = [...documents.matchAll(/npm (?:run (?:-s )?)([a-z:]+)/g)].map(([, name = '']) => name)

  expect(named.length).toBeGreaterThan(2)
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})
