import { expect, test } from '@jest/globals'
import { cutCaption } from '../../src/posts/cut-caption.ts'
import { postRow } from '../../src/posts/row.ts'
import { post } from './made-post.ts'

test.each([
  ['#a#b', ['a', 'b']],
  ['x#tag', ['tag']],
  ['R&#39;', []],
  ['#H&M', ['H']],
  ['#été_2020!', ['été_2020']],
  ['#हिन्दी #日本語、#한국', ['हिन्दी', '日本語', '한국']],
  ['#love❤️you 👍', ['love❤️you']],
  ['# no', []],
  ['https://a.b/c#frag', []],
])('hashtags of %s', (caption, expected) => {
  expect(cutCaption(caption).hashtags).toEqual(expected)
})

test.each([
  ['@Acme.', ['acme']],
  ['(@a.b_c)!', ['a.b_c']],
  ['me@home.org', []],
  ['@a..b', ['a']],
  ['@@x', []],
  ['hi@you', []],
  ['写真@acme', []],
])('handles of %s', (caption, expected) => {
  expect(cutCaption(caption).handles).toEqual(expected)
})

test.each([
  ['#a#b', []],
  ['text #hashtag1 #1hashtag', ['hashtag1', '1hashtag']],
  ['On the #16 bus', []],
  ['x#tag &#tag', []],
  ['＃日本語、#한국!', ['日本語', '한국']],
  ['#love❤️you', ['love']],
  ['#a://b #ok', ['ok']],
  ['#été_2020', ['été_2020']],
])('hashtags of %s on X', (caption, expected) => {
  expect(cutCaption(caption, 'x').hashtags).toEqual(expected)
  expect(postRow(post(caption, { platform: 'x' }), null).hashtags).toBe(expected.length)
})

test.each([
  ['@Acme.', ['acme']],
  ['@a.b_c', ['a']],
  ['me@home.org', []],
  ['RT@acme: look', ['acme']],
  ['写真@acme ＠bolt', ['acme', 'bolt']],
  ['@acme@bolt @caf\u00e9', []],
  ['@a://b', []],
])('handles of %s on X', (caption, expected) => {
  expect(cutCaption(caption, 'x').handles).toEqual(expected)
})

test.each([
  ['thanks u/Some_one and /u/other-one, #1 @home', ['some_one', 'other-one']],
  ['https://www.reddit.com/u/someone menu/item u/ab', []],
])('handles of %s on Reddit, which has no hashtags', (caption, expected) => {
  expect(cutCaption(caption, 'reddit')).toMatchObject({ handles: expected, hashtags: [] })
})

test.each([
  ['see https://a.com/b?c=d#e.', ['https://a.com/b?c=d#e']],
  ['VisitSaudi.com', ['VisitSaudi.com']],
  ['linkin.bio/acme', ['linkin.bio/acme']],
  ['great.it was', []],
  ['me@home.com', []],
  ['3.5 e.g. U.S.A.', []],
])('addresses of %s', (caption, expected) => {
  expect(cutCaption(caption).urls).toEqual(expected)
})
