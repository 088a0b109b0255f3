import { expect, test } from '@jest/globals'
import { contextSchema, readSettings } from '../../infra/context.ts'
import { tasks } from '../../src/vision/detection.ts'
import { deviceChoices } from '../../src/vision/device.ts'

test('without any context there are defaults that deploy', () => {
  expect(readSettings({})).toMatchObject({
    stage: 'main',
    schedule: '06:30',
    timeZone: 'UTC',
    device: 'cuda',
    maxWorkers: 20,
    email: [],
  })
})

test("the command line's text and cdk.json's values mean the same", () => {
  const given = { email: ['a@example.org', 'b@example.org'], maxWorkers: 7, onDemand: false, rate: 1.5, logDays: 90 }
  const typed = {
    email: 'a@example.org, b@example.org',
    maxWorkers: '7',
    onDemand: 'false',
    rate: '1.5',
    logDays: '90',
  }

  expect(readSettings(typed)).toEqual(readSettings(given))
})

test("the CDK's own context is not ours", () => {
  expect(() =>
    readSettings({
      '@aws-cdk/core:flag': true,
      'aws:cdk:enable-path-metadata': true,
      'availability-zones:account=1:region=x': [],
    }),
  ).not.toThrow()
})

test.each([
  [{ stage: 'Main' }, 'stage = "Main": is 1 to 20 of a-z, 0-9 and hyphens'],
  [{ stage: 'a-very-long-name-of-a-stage' }, 'stage = "a-very-long-name-of-a-stage": is 1 to 20'],
  [{ email: 'nobody' }, 'email = "nobody"'],
  [{ schedule: '6:30' }, 'schedule = "6:30": is a time as 06:30'],
  [{ timeZone: 'Europe/Berlon' }, 'timeZone = "Europe/Berlon": is no time zone'],
  [{ maxWorkers: '0' }, 'maxWorkers = "0"'],
  [{ maxWorkers: 'many' }, 'maxWorkers = "many"'],
  [{ logDays: 31 }, 'logDays = 31'],
  [{ region: 'Frankfurt' }, 'region = "Frankfurt": is no name of an AWS region'],
  [{ account: '42' }, 'account = "42": is 12 digits'],
  [{ sourceBuckets: 's3://other' }, 'sourceBuckets = "s3://other": is no name of a bucket'],
  [{ onDemand: 'perhaps' }, 'onDemand = "perhaps"'],
  [{ instanceTypes: 'c7i.xlarge' }, 'c7i.xlarge is not of the families g4dn, g5, g6, g6e'],
  [{ instanceTypes: 'c7g.xlarge', device: 'cpu' }, 'c7g.xlarge has an Arm CPU'],
  [{ instanceTypes: 'g5.metal' }, 'g5.metal is no instance type as g6.xlarge'],
  [{ brand: 'Nike' }, 'brand: there is no such setting; there are stage, account,'],
])('%j is refused with its reason', (context, reason) => {
  expect(() => readSettings(context)).toThrow(reason)
})

test('everything that is wrong is said at once', () => {
  expect(() => readSettings({ stage: 'X', budget: -1, colour: 'red' })).toThrow(/stage[\s\S]*budget[\s\S]*colour/)
})

test('tasks and devices are those that workers know', () => {
  for (const task of tasks) expect(readSettings({ tasks: task }).tasks).toEqual([task])
  for (const device of deviceChoices) expect(readSettings({ device }).device).toBe(device)
  expect(readSettings({ tasks: '' }).tasks).toEqual([])
})

test('every setting says what it is, and has its line in docs/aws.md', async () => {
  const { readFile } = await import('node:fs/promises')
  const manual = await readFile('docs/aws.md', 'utf8')

  for (const [name, setting] of Object.entries(contextSchema.shape)) {
    expect(manual).toContain(`| \`${name}\` | ${setting.description} |`)
  }
})
