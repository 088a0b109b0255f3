import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openBucket } from '../../src/aws/bucket.ts'
import { connection } from '../../src/aws/clients.ts'
import { writeShard } from '../../src/dataset/write.ts'
import { limelight } from '../run/cli.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'

/** A machine on which nothing is set up for AWS. */
const bare = {
  HOME: '/nonexistent',
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
  AWS_REGION: '',
  AWS_DEFAULT_REGION: '',
  LIMELIGHT_AWS_ENDPOINT: '',
  LIMELIGHT_STAGE: '',
}

describe('without a stage', () => {
  test.each([
    ['no region', ['status'], {}, 1, 'give --region, or set AWS_REGION'],
    ['no credentials', ['status', '--region', 'eu-west-1'], {}, 1, 'run `aws configure` or `aws sso login`'],
    ['no emulator', ['status', '--endpoint', 'http://127.0.0.1:9'], {}, 1, 'npm run stack:up'],
    ['an unknown command', ['statsu'], {}, 2, '--help'],
    ['an unknown option', ['status', '--colour'], {}, 2, '--help'],
    ['an unknown function', ['logs', 'dispach'], {}, 2, 'Allowed choices are workers, announce, dispatch'],
    ['an unknown dataset', ['pull', '--out', 'x', '--datasets', 'pictures'], {}, 2, 'There is no dataset pictures'],
    ['no folder to pull to', ['pull'], {}, 2, "--out <dir>' not specified"],
    ['days without errors', ['retry', '--from', '2026-11-01'], {}, 2, 'dead letters have no days'],
    ['a time that is none', ['logs', '--since', 'noon'], {}, 2, 'as 15m'],
  ])('%s is said, with what to do', async (_, args, env, code, says) => {
    const ended = await limelight(['cloud', ...args], { env: { ...bare, ...env } })

    expect(ended.stderr).toContain(says)
    expect(ended).toMatchObject({ code, stdout: '' })
  })

  test('the first screen names what can be done', async () => {
    const { stdout, code } = await limelight(['cloud', '--help'])

    expect(code).toBe(0)
    for (const command of ['status', 'backfill', 'retry', 'pull', 'logs']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'))
    }
  })
})

describeWithStack('limelight cloud', () => {
  let stack: Stack
  let folder: string
  beforeAll(async () => {
    stack = await startStack({ functions: false })
    folder = await mkdtemp(join(tmpdir(), 'limelight-cloud-'))
    await stack.s3.send(new CreateBucketCommand({ Bucket: 'photos' }))
    const photos = openBucket(stack.s3, 'photos')
    for (const name of ['a.jpg', 'b c.png', "d'e.webp", 'film.mov']) await photos.write(`2024/${name}`, 'x')
  }, stackTimeout)
  afterAll(async () => {
    await stack.stop()
    await rm(folder, { recursive: true })
  })
  beforeEach(async () => {
    for (const queue of Object.values(stack.queues)) {
      for (let some = await queue.receive({ visibility: 30, wait: 0 }); some.length > 0; ) {
        await queue.remove(some)
        some = await queue.receive({ visibility: 30, wait: 0 })
      }
    }
  })

  const cloud = (args: string[], env: Record<string, string> = {}) =>
    limelight(['cloud', ...args], {
      env: { ...bare, LIMELIGHT_AWS_ENDPOINT: stack.endpoint, LIMELIGHT_STAGE: stack.stage, ...env },
    })
  const readable = { LIMELIGHT_SOURCE_BUCKETS: 'photos' }

  test('a stage that is not there is named, with the account and the region that were searched', async () => {
    const { stderr, code } = await cloud(['status', '--stage', 'local-other'])

    expect(code).toBe(1)
    expect(stderr).toMatch(/no stage local-other \(account 000000000000, region us-east-1\): deploy it/)
  })

  test('status tells what waits, in words and as JSON', async () => {
    await stack.queues.uploads.send([{ body: '{}' }, { body: '{}' }])
    await stack.queues.deadLetters.send([{ body: '{}' }])

    const words = await cloud(['status'])
    const json = await cloud(['status', '--json'])

    expect(words.code).toBe(0)
    expect(words.stdout).toMatch(/^uploads +2 waiting, 0 in hand$/m)
    expect(words.stdout).toMatch(/^dead letters +1; `limelight cloud retry`/m)
    expect(words.stdout).toMatch(/^images +about 2 \(SQS counts about/m)
    expect(JSON.parse(json.stdout)).toMatchObject({
      stage: stack.stage,
      queues: { uploads: { waiting: 2 }, deadLetters: { waiting: 1 } },
      workers: null,
    })
  })

  test('backfill counts first, then queues, and says what it left out', async () => {
    const dry = await cloud(['backfill', 's3://photos/2024/', '--dry-run'], readable)
    expect(dry.stdout).toMatch(/3 images, in 1 message; nothing was queued/)
    expect(dry.stdout).toMatch(/^Requests would cost about \$/m)
    expect(await stack.queues.manifests.backlog()).toMatchObject({ waiting: 0 })

    const done = await cloud(['backfill', 's3://photos/2024/', '--day', '2026-11-20'], readable)

    expect(done.stdout).toMatch(/3 images queued for 2026-11-20, in 1 message\nLeft out, .*: video 1/)
    const [message] = await stack.queues.manifests.receive({ visibility: 30, wait: 1 })
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ images: 3, dt: '2026-11-20', bucket: stack.bucket.name })
  })

  test('backfill goes on from the place that is given', async () => {
    const { stdout } = await cloud(['backfill', 's3://photos/2024/', '--resume', '2024/b c.png', '--json'], readable)

    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ images: 1, next: null })
  })

  test('backfill refuses a bucket that workers may not read', async () => {
    const { stderr, code } = await cloud(['backfill', 's3://photos/2024/'])

    expect(code).toBe(2)
    expect(stderr).toContain('deploy with --context sourceBuckets=photos')
  })

  test('pull makes a folder that report opens', async () => {
    const local = join(folder, 'local')
    await writeShard(
      local,
      'images',
      [
        { row_id: 'a', uri: 's3://bbb/a', key: 'a', status: 'ok', warnings: [] },
        { row_id: 'b', uri: 's3://bbb/b c', key: 'b c', status: 'error', error_code: 'timeout', warnings: [] },
      ],
      'r',
    )
    const [file = ''] = await readdir(join(local, 'images'))
    await stack.bucket.upload('datasets/images/dt=2026-11-20/part-00-of-01.parquet', join(local, 'images', file))
    const out = join(folder, 'out')

    const pulled = await cloud(['pull', '--out', out, '--from', '2026-11-19', '--to', '2026-11-20'])
    const report = await limelight(['report', out])

    expect(pulled.stdout).toMatch(/1 day, 1 file copied .*\nWithout a dataset: 2026-11-19\nlimelight report /)
    expect(report.code).toBe(0)
    expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('timeout')
  })

  test('pull of days that have nothing says so', async () => {
    const { stderr, code } = await cloud(['pull', '--out', join(folder, 'none'), '--from', '2020-01-01'])

    expect(code).toBe(1)
    expect(stderr).toContain('no dataset of 2020-01-01 is there')
  })

  test('retry puts dead letters back, or queues errors of a day and says how to close it again', async () => {
    await stack.queues.deadLetters.send([{ body: '{"limelight":"manifest"}' }, { body: 'rubbish' }])

    const letters = await cloud(['retry'])
    const errors = await cloud(['retry', '--errors', 'retryable', '--from', '2026-11-20'])

    expect(letters.stdout).toBe('1 message put back\n1 message put aside: the message is no JSON\n')
    expect(errors.stdout).toMatch(/^2026-11-20: 1 image \(timeout 1\)$/m)
    expect(errors.stdout).toContain(`stateMachine:${stack.names.stateMachine} --input '{"dt":"2026-11-20"}'`)
    expect(await stack.queues.manifests.backlog()).toMatchObject({ waiting: 2 })
  })

  test('logs shows what a function wrote, newest last', async () => {
    const client = new CloudWatchLogsClient(connection(stack.endpoint))
    const group = { logGroupName: stack.names.functionLogs('dispatch') }
    await client.send(new CreateLogGroupCommand(group))
    await client.send(new CreateLogStreamCommand({ ...group, logStreamName: 's' }))
    const at = Date.now() - 60_000
    const logEvents = ['first', 'second'].map((message, place) => ({ message, timestamp: at + place }))
    await client.send(new PutLogEventsCommand({ ...group, logStreamName: 's', logEvents }))
    client.destroy()

    const { stdout } = await cloud(['logs', 'dispatch'])
    const none = await cloud(['logs'])

    expect(stdout).toMatch(/^\S+Z s first\n\S+Z s second\n$/)
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no log group') })
  })
})
