import { describe, expect, test } from '@jest/globals'
import { jpeg, makeFolder, readSource } from './scratch.ts'

const postOf = (shortcode: string): string =>
  JSON.stringify({ node: { shortcode, taken_at_timestamp: 1663088568 }, instaloader: { node_type: 'Post' } })

describe("names of Instaloader's files", () => {
  test('files named by short code belong to the post whose name is closest', async () => {
    const folder = makeFolder({
      'Abc.json': postOf('Abc'),
      'Abc_1.json': postOf('Abc-_1'),
      'Abc.jpg': jpeg,
      'Abc_1.jpg': jpeg,
      'Abc_1_1.jpg': jpeg,
      'Abc_2.jpg': jpeg,
      'Abc0.jpg': jpeg,
    })

    const { images, posts } = await readSource(folder)

    expect(posts).toHaveLength(2)
    expect(images).toMatchObject({ 'Abc.jpg': 'Abc', 'Abc_1.jpg': 'Abc-_1', 'Abc_2.jpg': 'Abc', 'Abc0.jpg': null })
  })

  test('names that end in a date or an id have carousels too', async () => {
    const folder = makeFolder({
      'acme_20220913.json': postOf('Abc-_1'),
      'acme_20220913_1.jpg': jpeg,
      'acme_20220913_2.jpg': jpeg,
      'acme_20220914.jpg': jpeg,
    })

    const { images } = await readSource(folder)

    expect(images).toEqual({
      'acme_20220913_1.jpg': 'Abc-_1',
      'acme_20220913_2.jpg': 'Abc-_1',
      'acme_20220914.jpg': null,
    })
  })
})
