import { at, isObject, parseJson, text } from '../json.ts'
import { type InstagramPost, instagramPost } from './instagram.ts'

/**
 * Reads a post as Instaloader saves it: Instagram's answer as `node`, and what kind it is. Stories are read too.
 * @returns null when it is JSON of something else (a profile, comments, a file of another program)
 * @throws SyntaxError when it is no JSON
 */
export function readInstagramPost(source: string): InstagramPost | null {
  const whole = parseJson(source)
  const node = at(whole, 'node')
  if (!isObject(node)) return null
  const type = text(at(whole, 'instaloader', 'node_type'))
  if (type !== null && type !== 'Post' && type !== 'StoryItem') return null
  return instagramPost(node, { story: type === 'StoryItem' })
}
