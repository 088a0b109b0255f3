import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openSource } from '../../src/sources/open.ts'
import { makeFolder, readSource } from './scratch.ts'

const table = (name: string, content: string | Uint8Array): string => join(makeFolder({ [name]: content }), name)

describe('text that is not UTF-8', () => {
  const text = 'image,caption\na.jpg,café – naïve Größe, 5 €\n'.replace(', 5', ' 5')

  test.each([
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 without one', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16, high byte first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be'],
    ['windows-1252', Buffer.from(text.replace('–', '\x96').replace('€', '\x80'), 'latin1'), 'windows-1252'],
  ])('%s is read and said', async (_, bytes, encoding) => {
    const { posts, notes } = await readSource(table('t.csv', bytes))

    expect(posts[0]?.caption).toBe('café – naïve Größe 5 €')
    expect(notes).toEqual([`t.csv: is not UTF-8; it is read as ${encoding}`])
  })

  test('Japanese and Russian are told from Western text', async () => {
    const japanese = Buffer.concat([
      Buffer.from('image,caption\na.jpg,'),
      Buffer.from('93fa967b8cea82cc83658358836782c582b7814282b182ea82cd83568374836782576953'.slice(0, 60), 'hex'),
      Buffer.from('\n'),
    ])
    const russian = Buffer.concat([
      Buffer.from('image,caption\na.jpg,'),
      Buffer.from(
        [...'Привет, это новая сумка от нашего любимого бренда, как вам такой вариант'].map((c) => {
          const code = c.charCodeAt(0)
          return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code === 44 ? 32 : code
        }),
      ),
      Buffer.from('\n'),
    ])

    expect((await readSource(table('t.csv', japanese))).posts[0]?.caption).toMatch(/^日本語のテストです/)
    expect((await readSource(table('t.csv', russian))).posts[0]?.caption).toMatch(/^Привет {2}это новая сумка/)
  })

  test('a wrong byte in UTF-8 is refused with its line and byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from('image,caption\na.jpg,größe\nb.jpg,gr'),
      Buffer.of(0xf6),
      Buffer.from('sse\n'),
    ])

    await expect(openSource(table('t.csv', bytes))).rejects.toThrow(
      /t\.csv:3: byte 9 of the line \(0xf6\) is not UTF-8/,
    )
  })

  test('bytes that are no text are refused', async () => {
    const bytes = Buffer.concat([Buffer.from('image\na.jpg\n'), Buffer.of(0xff, 0, 1, 2, 0x81), Buffer.from('\n')])

    await expect(openSource(table('t.csv', bytes))).rejects.toThrow(/t\.csv:3: byte 1 of the line \(0xff\) is not text/)
  })

  test('a wrong byte far behind is found too', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`image,text\n${'a.jpg,größe\n'.repeat(200_000)}b.jpg,`),
      Buffer.of(0xe4, 10),
    ])

    await expect(openSource(table('t.csv', bytes))).rejects.toThrow(/t\.csv:200002: byte 7/)
  })
})
