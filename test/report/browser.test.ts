import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser } from 'puppeteer-core'
import sharp from 'sharp'
import { suggestionsPage } from '../../src/report/suggestions-page.ts'
import { writeReport } from '../../src/report/write.ts'
import { chromium, look, openBrowser, type View } from './browser.ts'
import { syntheticDataset } from './synthetic.ts'

const executable = chromium()
const describeInBrowser = executable ? describe : describe.skip

describeInBrowser(`a report in a browser${executable ? '' : ' (needs an installed Chromium)'}`, () => {
  let browser: Browser
  let out: string
  let report: string
  beforeAll(async () => {
    const unbroken = 'x'.repeat(300)
    out = await syntheticDataset({ images: 80, brands: ['nike', 'adidas', unbroken], account: unbroken, files: true })
    report = await writeReport(out)
    browser = await openBrowser(executable ?? '')
  })
  afterAll(async () => {
    await browser?.close()
    await rm(out, { recursive: true, force: true })
  })

  test.each<View>([
    { width: 390, scheme: 'light' },
    { width: 390, scheme: 'dark' },
    { width: 1440, scheme: 'light' },
    { width: 1440, scheme: 'dark' },
  ])('fits $width px in $scheme, without an error or a request', async (view) => {
    const seen = await look(browser, report, view)

    expect(seen).toEqual({ complaints: [], requests: [], tooWide: [] })
  })
  test('a sheet of recurring logos fits a narrow screen, however wide they are', async () => {
    const wide = { create: { width: 900, height: 120, channels: 3, background: 'red' } } as const
    const png = await sharp(wide).png().toBuffer()
    const src = `data:image/png;base64,${png.toString('base64')}`
    const found = [{ folder: 'out/suggested/01', images: 3, sightings: 3, pictures: [src, src], missing: null }]
    const sheet = join(out, 'suggested.html')
    await writeFile(sheet, await suggestionsPage(found, { of: 'out', lead: 'What recurs.' }))

    expect(await look(browser, sheet, { width: 390, scheme: 'light' })).toEqual({
      complaints: [],
      requests: [],
      tooWide: [],
    })
  })
})
