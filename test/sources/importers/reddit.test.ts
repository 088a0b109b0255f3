import { describe, expect, test } from '@jest/globals'
import { commentsOf, made } from '../made-exports.ts'
import { readSource } from '../scratch.ts'

describe('Reddit', () => {
  test.each(['reddit-submissions.jsonl', 'RS_2025-12.zst'])('%s', async (name) => {
    const read = await readSource(made(name))

    expect(read.source.kind).toBe('reddit')
    expect(read.posts).toMatchObject([
      {
        post_id: '1abc01',
        platform: 'reddit',
        account: 'maker',
        url: 'https://www.reddit.com/r/mildlyinteresting/comments/1abc01/my_new_mug/',
        caption: 'My new mug',
        collected_at: new Date(1766100000_000),
        ...{ likes: 1500, comments: 42, shares: 1 },
        extra: { subreddit: 'mildlyinteresting', over_18: false },
      },
      { post_id: '1abc02', account: null, caption: 'Two shoes', likes: null, extra: { score: -3 }, image_count: 2 },
      {
        post_id: '1abc03',
        caption: 'A question\nWhat do you think?',
        image_count: 0,
        extra: { a_field_of_next_year: [1] },
      },
    ])
    expect(read.uris).toEqual([
      'https://i.redd.it/mug.jpeg',
      'https://preview.redd.it/bbb.jpg?width=1080&s=2',
      'https://preview.redd.it/aaa.jpg?width=1080&s=1',
    ])
  })

  test.each(['reddit-comments.jsonl', 'RC_2025-12.zst'])('%s: comments of posts elsewhere', async (name) => {
    const read = await readSource(made(name))

    expect(read.posts).toEqual([])
    expect(read.leftOut).toEqual({ 'removed comment': 1 })
    expect((await commentsOf(read)).map(({ text }) => text)).toEqual(['I would buy this mug', 'nice'])
  })
})
