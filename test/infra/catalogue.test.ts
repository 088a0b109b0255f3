import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Template } from 'aws-cdk-lib/assertions'
import { sqlType } from '../../src/dataset/schema.ts'
import { datasets, variablesOf } from '../../src/variables/registry/index.ts'
import { cloudTemplates, localTemplate, type Properties, propertiesOf } from './synthesised.ts'

let data: Template
let local: Template

beforeAll(() => {
  data = cloudTemplates({ scanGigabytes: 20 }).data
  local = localTemplate()
})

describe('tables', () => {
  test('there is one for each dataset, with every column of the registry in its order', () => {
    for (const template of [data, local]) {
      for (const dataset of datasets) {
        const columns = table(template, dataset).StorageDescriptor.Columns

        expect(columns.map(({ Name }: Properties) => Name)).toEqual(variablesOf(dataset).map(({ name }) => name))
      }
    }
  })

  test('columns have types that Athena reads from what DuckDB wrote', () => {
    const pairs = datasets.flatMap((dataset) => {
      const { Columns } = table(data, dataset).StorageDescriptor
      return variablesOf(dataset).map((variable, index) => `${sqlType(variable)} ${Columns[index].Type}`)
    })

    expect([...new Set(pairs)].sort()).toEqual([
      'BIGINT bigint',
      'BOOLEAN boolean',
      'DOUBLE double',
      'DOUBLE[] array<double>',
      'FLOAT[] array<float>',
      'TIMESTAMP timestamp',
      'VARCHAR string',
      'VARCHAR[] array<string>',
    ])
  })

  test('each column says what it is, in no more bytes than Glue takes', () => {
    const columns = datasets.flatMap((dataset) => table(data, dataset).StorageDescriptor.Columns)

    for (const { Name, Comment } of columns) {
      expect({ Name, said: Comment.length > 5 }).toEqual({ Name, said: true })
      expect({ Name, bytes: Buffer.byteLength(Comment) <= 255 }).toEqual({ Name, bytes: true })
    }
    expect(columns.find(({ Name }: Properties) => Name === 'width').Comment).toMatch(/^\[px\] /)
  })

  test('days are reckoned, not listed: nobody has to add a partition', () => {
    const { Parameters, PartitionKeys, StorageDescriptor } = table(local, 'images')

    expect(PartitionKeys).toEqual([{ Name: 'dt', Type: 'string', Comment: expect.any(String) }])
    expect(Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.dt.type': 'date',
      'projection.dt.format': 'yyyy-MM-dd',
      'projection.dt.range': '2026-01-01,NOW',
      'storage.location.template': `${images}dt=\${dt}/`,
    })
    expect(StorageDescriptor.Location).toBe(images)
  })
})

describe('the workgroup', () => {
  test('limits what a query may read, and lets nobody choose otherwise', () => {
    const { WorkGroupConfiguration, Name } = propertiesOf(data, 'AWS::Athena::WorkGroup')

    expect(Name).toBe('limelight-main')
    expect(WorkGroupConfiguration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 20e9,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
    })
  })

  test('puts results where the lifecycle removes them', () => {
    const { ResultConfiguration } = propertiesOf(local, 'AWS::Athena::WorkGroup').WorkGroupConfiguration

    expect(ResultConfiguration.OutputLocation).toBe('s3://limelight-local-000000000000-us-east-1/athena/')
  })
})

const images = 's3://limelight-local-000000000000-us-east-1/datasets/images/'

const table = (from: Template, dataset: string) =>
  propertiesOf(from, 'AWS::Glue::Table', { TableInput: { Name: dataset } }).TableInput
