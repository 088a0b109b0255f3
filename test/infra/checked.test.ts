import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from '@jest/globals'
import { AwsSolutionsChecks } from 'cdk-nag'
import type { IConstruct } from 'constructs'
import { appOf, folder, localTemplate, standIns } from './synthesised.ts'

/** Where accounts are known and where they are not, and with all that can be chosen. */
const contexts = {
  'account unknown': { email: 'team@example.org' },
  'all chosen': {
    account: '123456789012',
    region: 'eu-central-1',
    email: 'team@example.org',
    sourceBuckets: 'photos-of-2025,photos-of-2026',
    device: 'cpu',
    onDemand: false,
    reserveConcurrency: false,
    imageDays: 30,
    datasetDays: 400,
    brands: 'Nike,Adidas',
    inventory: true,
  },
}

test.each(Object.entries(contexts))('cdk-nag finds nothing that has no reason: %s', (_, context) => {
  const app = appOf(context)

  const { success, violations } = new AwsSolutionsChecks(app).validateScope(app)

  expect(violations).toEqual([])
  expect(success).toBe(true)
})

test("CloudFormation's schemas and cdk-nag let the templates be written", () => {
  const context = JSON.stringify(contexts['all chosen'])
  const args = ['test/infra/write-checked.mjs', folder(), standIns(), context]

  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })

  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('ERROR') })
})

test('cdk-nag does look: without its reason, a finding is one', () => {
  const app = appOf(contexts['account unknown'])
  const role = app.node.findChild('limelight-main-workers').node.findChild('WorkerRole')
  for (const construct of [role, ...role.node.findAll()]) forget(construct)

  const { violations } = new AwsSolutionsChecks(app).validateScope(app)

  expect(violations.map(({ ruleName }) => ruleName)).toContainEqual(expect.stringContaining('/images/*'))
})

test('every reason says more than that there is one', () => {
  const app = appOf(contexts['all chosen'])
  const reasons = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => /acknowledg/i.test(type))
    .flatMap(({ data }) => Object.values(data as Record<string, unknown>))

  expect(reasons.length).toBeGreaterThan(20)
  for (const reason of reasons) expect(JSON.stringify(reason).length).toBeGreaterThan(40)
})

test('an emulator is not asked for what it does not have', () => {
  const types = new Set(
    Object.values(localTemplate().toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type),
  )

  expect([...types].filter((type) => /Batch|NamedQuery|EC2|Budgets|CloudWatch|Custom/.test(type))).toEqual([])
  expect(types).toContain('AWS::StepFunctions::StateMachine')
})

test('without functions, the local stage is the same but for what needs them', () => {
  const all = localTemplate().toJSON()
  const storage = localTemplate(null).toJSON()

  expect(all.Resources).toMatchObject(storage.Resources)
  const types = Object.values(storage.Resources as Record<string, { Type: string }>).map(({ Type }) => Type)
  expect([...new Set(types.map((type) => type.split('::')[1]))].sort()).toEqual(['Athena', 'Glue', 'S3', 'SQS'])
})

test('infra takes three files of src, and no more', () => {
  const imports = readdirSync('infra').flatMap((file) =>
    [...readFileSync(join('infra', file), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) =>
      relative('.', join('infra', dirname(path), path.split('/').at(-1) ?? '')),
    ),
  )

  expect([...new Set(imports.filter((path) => path.startsWith('src/')))].sort()).toEqual([
    'src/aws/contract.ts',
    'src/dataset/schema.ts',
    'src/variables/registry/index.ts',
  ])
})

/** Takes back what was accepted. */
function forget(construct: IConstruct): void {
  const { metadata } = construct.node
  for (const entry of metadata) if (/acknowledg/i.test(entry.type)) Object.assign(entry, { data: {} })
}
