import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import type { Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { buildApp } from '../../infra/build-app.ts'
import { setOwnVariables, type Variable } from '../../infra/columns.ts'
import { folder, type Properties, propertiesOf, standIns } from './synthesised.ts'

afterEach(() => setOwnVariables([]))

const own = { name: 'sky_share', type: 'float', formula: 'sky', dataset: 'images', family: 'own' } as Variable

function appWithConfig() {
  const file = join(folder(), 'packed.gz')
  writeFileSync(file, 'packed')
  return buildApp({
    context: { config: 'ours', account: '123456789012', region: 'eu-west-1', email: 'team@example.org' },
    outdir: folder(),
    functions: standIns(),
    config: { file, variables: [own] },
    check: false,
  })
}

const templateOf = (app: ReturnType<typeof buildApp>, name: string) =>
  Template.fromStack(app.node.findChild(`limelight-main-${name}`) as Stack)

test('workers and the functions that need it are told where the packed folder lies, and may read just that', () => {
  const app = appWithConfig()
  const [workers, nights] = [templateOf(app, 'workers'), templateOf(app, 'nights')]
  const { Environment } = propertiesOf(workers, 'AWS::Batch::JobDefinition').ContainerProperties
  const address = Environment.find(({ Name }: Properties) => Name === 'LIMELIGHT_CONFIG').Value

  const readers = [workers, nights].flatMap((template) =>
    Object.values(template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) =>
      Properties.PolicyDocument.Statement.filter(({ Sid }: Properties) => Sid === 'ReadConfig').map(
        ({ Action, Resource }: Properties) => [Properties.Roles[0].Ref.slice(0, -8), Action, Resource],
      ),
    ),
  )

  expect(address).toMatch(/^s3:\/\/cdk-\w+-assets-123456789012-eu-west-1\/[0-9a-f]{64}\.gz$/)
  const object = `arn:aws:s3:::${address.slice('s3://'.length)}`
  expect(readers.sort()).toEqual(
    ['WorkerRole', 'compactRole', 'ingestpostsRole', 'reportRole'].map((role) => [role, 's3:GetObject', object]),
  )
  for (const { Properties } of Object.values(nights.findResources('AWS::Lambda::Function')))
    expect(Properties.Environment.Variables.LIMELIGHT_CONFIG).toBe(address)
})

test('own variables are columns of the tables', () => {
  const { TableInput } = propertiesOf(templateOf(appWithConfig(), 'data'), 'AWS::Glue::Table', {
    TableInput: { Name: 'images' },
  })

  expect(TableInput.StorageDescriptor.Columns.at(-1)).toMatchObject({ Name: 'sky_share', Type: 'double' })
})

test('cdk-nag finds nothing in it', () => {
  const app = appWithConfig()

  expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([])
})

test('a folder that nobody packed is not passed over', () => {
  expect(() =>
    buildApp({ context: { config: 'ours' }, outdir: folder(), functions: standIns(), check: false }),
  ).toThrow('config = ours: the folder was not packed')
})
