import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { dayOf, prefixes } from '../../src/aws/contract.ts'
import { setOwnVariables } from '../../src/variables/registry/index.ts'
import { runNight } from '../stack/nightly.ts'
import { describeWithStack, type Stack, stackTimeout, startStack } from '../stack/start.ts'
import { runWorker } from '../worker/worker-process.ts'
import { hostOf, keysBelow, seen } from './made-day.ts'

/** A brand that no catalogue has; and below, variables that no other stage has. */
const brands = `
brands:
  - name: Zyxoplast
    handles: ["@zyx_official"]
    references: [logo.png]
`

describeWithStack('a stage with a config of its own', () => {
  let ours: string
  let stack: Stack
  let dt: string

  beforeAll(async () => {
    ours = await mkdtemp(join(tmpdir(), 'limelight-ours-'))
    const config = { brands: 'brands.yaml', ownVariables: ['sky-share.mjs'], colourTable: 'names.csv' }
    await writeFile(join(ours, 'limelight.config.json'), JSON.stringify(config))
    await writeFile(join(ours, 'brands.yaml'), brands)
    await writeFile(join(ours, 'names.csv'), '3,'.repeat(32 ** 3))
    await writeFile(join(ours, 'logo.png'), await poster(200))
    await cp('examples/sky-share.mjs', join(ours, 'sky-share.mjs'))
    stack = await startStack({ functions: true, config: ours })
    dt = dayOf(new Date())
    await stack.bucket.write(`${prefixes.images}poster.png`, await poster(640), 'image/png')
    await stack.bucket.write(`${prefixes.posts}p.csv`, 'post_id,image,caption\np1,poster.png,hello @zyx_official\n')
    await runWorker({ environment: stack.environment, queueUrl: stack.queues.uploads.url, job: { tasks: ['text'] } })
    await untilIngested()
  }, stackTimeout)

  afterAll(async () => {
    setOwnVariables([])
    await stack?.stop()
    await rm(ours, { recursive: true })
  })

  /** A function takes from the queue by itself. */
  async function untilIngested(): Promise<void> {
    for (const end = Date.now() + 30_000; Date.now() < end; ) {
      if ((await keysBelow(hostOf(stack), `${prefixes.shards}posts/`)).length > 0) return
      await sleep(200)
    }
    throw new Error('the file of posts was not ingested; the log of the emulator says why')
  }

  test('has its brands and variables in images, posts and the report', async () => {
    const { status } = await runNight(stack, { dt })

    expect(status).toBe('SUCCEEDED')
    const [image] = await seen(hostOf(stack), 'images', dt)
    expect(image).toMatchObject({
      status: 'ok',
      brands: ['Zyxoplast'],
      sky_share: 0,
      table_share_grey: 1,
      post_id: 'p1',
    })
    const [post] = await seen(hostOf(stack), 'posts', dt)
    expect(post).toMatchObject({ post_id: 'p1', brands_mentioned: ['Zyxoplast'] })
    const page = String(Buffer.from((await stack.bucket.read(`reports/dt=${dt}/report.html`)) ?? []))
    expect(page).toContain('Brand exposure')
    expect(page).toContain('sky_share')
    expect(page).toContain('table_share_grey')
  })

  test('says in the digest which config it was', async () => {
    const digests = async () => (await keysBelow(hostOf(stack), prefixes.provenance)).length
    const before = await digests()
    await stack.bucket.write(`${prefixes.images}again.png`, await poster(640), 'image/png')

    const { LIMELIGHT_CONFIG: _, ...plain } = stack.environment
    await runWorker({ environment: plain, queueUrl: stack.queues.uploads.url, job: { tasks: ['text'] } })

    expect(await digests()).toBe(before + 1)
  })
})

/** A white picture with the brand's name on it. */
function poster(width: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${width / 2}">
    <rect width="100%" height="100%" fill="white"/>
    <text x="50%" y="60%" font-family="sans-serif" font-weight="bold" font-size="${width / 7}" text-anchor="middle">ZYXOPLAST</text></svg>`
  // In a process that decodes, drawings are blocked.
  sharp.unblock({ operation: ['VipsForeignLoadSvg'] })
  return sharp(Buffer.from(svg)).png().toBuffer()
}
