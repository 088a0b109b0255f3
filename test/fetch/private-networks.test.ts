import { describe, expect, test } from '@jest/globals'
import { type Guard, openGuard } from '../../src/fetch/guarded-lookup.ts'
import { sha256 } from '../../src/hash.ts'
import { failureOf } from './failure.ts'
import { fetcher, guard, picture, web } from './local-fetcher.ts'
import { answer, redirect } from './local-web.ts'

describe('private networks', () => {
  test('a name that leads into one is refused, and nothing is asked', async () => {
    const { port, asked } = await web({ '/a.jpg': answer(200, picture) })
    const own = { guard: { ...openGuard({ allowPrivate: false }), resolve: guard().resolve } }

    const failure = await failureOf(fetcher({}, own).obtain({ uri: `http://rebound.example:${port}/a.jpg` }))

    expect(failure.code).toBe('private_address')
    expect(failure.message).toMatch(/^rebound\.example is 127\.0\.0\.1, .*--allow-private-hosts/)
    expect(asked).toEqual([])
  })

  test.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '0177.0.0.1', '169.254.169.254', '0'])(
    'http://%s/ is refused without being looked up',
    async (host) => {
      const own = { guard: openGuard({ allowPrivate: false }) }

      expect((await failureOf(fetcher({}, own).obtain({ uri: `http://${host}/a.jpg` }))).code).toBe('private_address')
    },
  )

  test('a redirect into one is refused, by name and by number', async () => {
    const inside = await web({ '/secret': answer(200, picture) }, '127.0.0.2')
    const { port } = await web({
      '/number': redirect(`http://127.0.0.2:${inside.port}/secret`),
      '/name': redirect(`http://intranet.example:${inside.port}/secret`),
      '/file': redirect('file:///etc/passwd'),
    })
    const own = { guard: guard({ 'intranet.example': '127.0.0.2' }) }

    const codes = await Promise.all(
      ['number', 'name', 'file'].map(async (page) => {
        return (await failureOf(fetcher({}, own).obtain({ uri: `http://a.example:${port}/${page}` }))).code
      }),
    )

    expect(codes).toEqual(['private_address', 'private_address', 'unreachable'])
    expect(inside.asked).toEqual([])
  })

  test('a name that means something else at the next connection is refused then', async () => {
    const answers = ['127.0.0.1', '127.0.0.2']
    const { port, asked } = await web({
      '/a': (_, response) => response.writeHead(302, { location: '/b', connection: 'close' }).end(),
      '/b': answer(200, picture),
    })
    const rebinding: Guard = {
      ...guard(),
      resolve: (_, __, callback) => callback(null, [{ address: answers.shift() ?? '127.0.0.2', family: 4 }]),
    }

    const failure = await failureOf(fetcher({}, { guard: rebinding }).obtain({ uri: `http://a.example:${port}/a` }))

    expect(failure.code).toBe('private_address')
    expect(asked).toEqual(['/a'])
  })

  test('--allow-private-hosts lets them, also where they were refused before', async () => {
    const { port } = await web({ '/a.jpg': answer(200, picture) })
    const uri = `http://127.0.0.1:${port}/a.jpg`
    const strict = { guard: openGuard({ allowPrivate: false }) }

    await failureOf(fetcher({}, strict).obtain({ uri }))
    const open = await fetcher({ allowPrivate: true }, { guard: openGuard({ allowPrivate: true }) }).obtain({ uri })

    expect(open.sha256).toBe(sha256(picture))
  })
})
