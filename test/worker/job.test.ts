import { tmpdir } from 'node:os'
import { expect, test } from '@jest/globals'
import { variableNames } from '../../src/aws/contract.ts'
import { readCloudEnvironment } from '../../src/environment.ts'
import { readJob } from '../../src/worker/job.ts'

const jobOf = (fields: unknown) =>
  readJob(readCloudEnvironment({ [variableNames.job]: JSON.stringify(fields) }), {
    connection: {},
    folder: tmpdir(),
  })

const textModel = {
  name: 'mine',
  path: 'mine.onnx',
  sha256: 'a'.repeat(64),
  licence: 'MIT',
  tokenizer: 'tokenizer.json',
  labels: ['negative', 'neutral', 'positive'],
}

test('a job is fields of a config', async () => {
  const fields = { tasks: ['text'], variables: 'all', pseudonymise: false }

  expect(await jobOf(fields)).toEqual(fields)
})

test('a stage that is not told which variables measures the core', async () => {
  expect(await jobOf({ tasks: ['text'] })).toEqual({ tasks: ['text'], variables: 'core' })
})

test.each([
  [{ pseudonymise: true }, 'LIMELIGHT_JOB: pseudonymise: a stage can not do that; give it posts without names'],
  [{ textModel }, 'LIMELIGHT_JOB: textModel: a stage can not run it; `limelight run` does, on a machine'],
  [{ tasks: ['tea'] }, /^LIMELIGHT_JOB: tasks\.0 "tea": /],
])('what a stage can not do is refused, not passed over: %j', async (fields, says) => {
  await expect(jobOf(fields)).rejects.toThrow(says)
})
