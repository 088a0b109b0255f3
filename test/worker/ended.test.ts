import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { seeded } from '../../src/random.ts'
import { describeWorker, expectAllMeasured, expectNoMessages, seed } from './all-measured.ts'
import { drawPhotos, uploadAll } from './photos.ts'
import { byKey, shardRows } from './rows.ts'
import { runWorker, startWorker } from './worker-process.ts'

/** A small disk of its own, for a process that may have one. */
const mountsAreAllowed =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' }).status === 0

describeWorker('a worker that is ended', (given) => {
  test('killed at any moment, it loses nothing', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(150, seed)
    const random = seeded(seed)
    await uploadAll(stack.bucket, photos)

    for (let kill = 0; kill < 3; kill++) {
      const worker = startWorker({ ...setup, sizes: { shardImages: 20 } })
      await worker.said('start')
      await new Promise((resolve) => setTimeout(resolve, random.between(300, 2500)))
      worker.kill('SIGKILL')
      await worker.ended
    }
    await runWorker({ ...setup, sizes: { idle: 8 } })

    await expectAllMeasured(stack, photos)
  })

  test('told to stop, it gives back what it has not begun, and ends well', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(300, seed)
    await uploadAll(stack.bucket, photos)
    const worker = startWorker({ ...setup, sizes: { visibility: 300 } })
    await worker.said('stored')
    worker.kill('SIGTERM')
    const asked = Date.now()
    const { exitCode, lines } = await worker.ended

    expect(exitCode).toBe(0)
    expect(Date.now() - asked).toBeLessThan(60_000)
    expect(lines.at(-1)).toMatchObject({ event: 'end' })
    // Messages are hidden for five minutes, so the second worker can only get what was given back.
    await runWorker(setup)
    await expectAllMeasured(stack, photos)
  })

  const onFullDisk = mountsAreAllowed ? test : test.skip
  onFullDisk('on a full disk it gives up, says so, and leaves its work to the next one', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(60, seed)
    await uploadAll(stack.bucket, photos)
    const folder = await mkdtemp(join(tmpdir(), 'limelight-small-disk-'))
    const tiny = 'mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"'

    const { exitCode, lines } = await startWorker({
      ...setup,
      sizes: { visibility: 300 },
      more: { TMPDIR: folder },
      within: ['unshare', '-rm', 'sh', '-c', tiny, folder],
    }).ended

    expect(exitCode).toBe(1)
    expect(lines.at(-1)).toMatchObject({ event: 'failed', message: expect.stringMatching(/disk is full/) })
    await rm(folder, { recursive: true })
    await runWorker(setup)
    await expectAllMeasured(stack, photos)
  })

  test('an image that kills the process that measures it is quarantined, and no other', async () => {
    const { stack, setup } = given
    const photos = await drawPhotos(20, seed)
    await uploadAll(stack.bucket, photos)

    await runWorker({ ...setup, more: { LIMELIGHT_FAULT: 'abort:photo/0007' } })

    const groups = byKey(await shardRows(stack.bucket))
    expect(groups.get('photo/0007.jpg')?.[0]).toMatchObject({ status: 'error', error_code: 'crashed' })
    const others = [...groups.values()].flat().filter(({ key }) => key !== 'photo/0007.jpg')
    expect(others.map(({ status }) => status)).toEqual(new Array(19).fill('ok'))
    await expectNoMessages(stack)
  })
})
