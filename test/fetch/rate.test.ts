import { expect, test } from '@jest/globals'
import { fetcher, picture, web } from './local-fetcher.ts'
import { answer, type Page } from './local-web.ts'

test('waiting for its turn is no part of the time that an image may take', async () => {
  const names = Array.from({ length: 6 }, (_, i) => `/${i}.jpg`)
  const { port } = await web(Object.fromEntries(names.map((name) => [name, answer(200, picture)])))
  const one = fetcher({ rate: 2, timeout: 2 })

  const all = await Promise.all(names.map((name) => one.obtain({ uri: `http://a.example:${port}${name}` })))

  expect(all).toHaveLength(6)
})

test('one host is asked no more often than agreed, however many images wait', async () => {
  const times: number[] = []
  const page: Page = (_, response) => {
    times.push(Date.now())
    response.writeHead(200).end(picture)
  }
  const names = Array.from({ length: 12 }, (_, i) => `/${i}.jpg`)
  const { port } = await web(Object.fromEntries(names.map((name) => [name, page])))
  const one = fetcher({ rate: 20 })

  await Promise.all(names.map((name) => one.obtain({ uri: `http://a.example:${port}${name}` })))

  times.sort((a, b) => a - b)
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(450)
})
