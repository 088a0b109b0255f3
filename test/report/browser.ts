import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type Browser, launch } from 'puppeteer-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome']

/** Where a Chromium is installed, or null. */
export function chromium(): string | null {
  return places.find((place) => existsSync(place)) ?? null
}

export interface View {
  width: number
  scheme: 'light' | 'dark'
}

/** What is wrong with a page in a browser: messages, requests, and what is wider than the window. */
export interface Seen {
  complaints: string[]
  requests: string[]
  tooWide: string[]
}

/** Opens a file as a reader would, and says what is wrong with it. */
export async function look(browser: Browser, file: string, { width, scheme }: View, shot?: string): Promise<Seen> {
  const tab = await browser.newPage()
  const seen: Seen = { complaints: [], requests: [], tooWide: [] }
  const address = pathToFileURL(file).href
  tab.on('console', (message) => seen.complaints.push(message.text()))
  tab.on('pageerror', (error) => seen.complaints.push(String(error)))
  tab.on('requestfailed', (request) => seen.complaints.push(`failed: ${request.url().slice(0, 100)}`))
  tab.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) seen.requests.push(request.url())
  })
  await tab.setViewport({ width, height: 900 })
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  await tab.goto(address, { waitUntil: 'load' })
  seen.tooWide = (await tab.evaluate(widerThanWindow)) as string[]
  if (shot) await tab.screenshot({ path: shot as `${string}.png`, fullPage: true })
  await tab.close()
  return seen
}

export function openBrowser(executablePath: string): Promise<Browser> {
  return launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu'] })
}

/** Runs in the page: what reaches over its right edge, apart from what scrolls by itself. */
const widerThanWindow = `
  [...document.querySelectorAll('body *')]
    .filter((element) => !element.closest('.scroll') && !element.closest('svg') && !element.matches('.skip'))
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((element) => element.tagName + '.' + element.className)
    .concat(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['page'] : [])`
