import { readCount } from '../cell.ts'
import { restOf, type Used } from '../importers/rest.ts'
import { at, first, idText, isObject, type JsonObject, list, text, unique } from '../json.ts'
import { readMoment } from '../moment.ts'
import { type PlatformReader, type ToldPost, unknownPost } from './told-post.ts'

/**
 * Posts of X (Twitter) as its web pages are sent them: `legacy`, with the author in `core` or in `user`. A repost has
 * the text and the pictures of the post that it repeats, after "RT @NAME: ". Videos are counted and have their cover.
 */
export const x: PlatformReader = {
  read,
  fields: [
    { target: 'image', from: 'legacy.extended_entities.media' },
    { target: 'post_id', from: 'rest_id' },
    { target: 'account', from: 'core.user_results.result.core.screen_name' },
    { target: 'posted_at', from: 'legacy.created_at' },
    { target: 'caption', from: 'note_tweet | legacy.full_text' },
    { target: 'likes', from: 'legacy.favorite_count' },
    { target: 'comments', from: 'legacy.reply_count' },
    { target: 'shares', from: 'legacy.retweet_count' },
    { target: 'views', from: 'views.count' },
  ],
}

function read(item: JsonObject): ToldPost | null {
  const tweet = isObject(item.tweet) ? item.tweet : item
  const { legacy } = tweet
  if (!isObject(legacy)) return null
  const id = first(idText(tweet.rest_id), idText(legacy.id_str), idText(tweet.id))
  if (id === null || !('created_at' in legacy)) return null
  const repeated = repeatedBy(legacy)
  const media = mediaOf(repeated ?? tweet)
  const account = nameOf(tweet)
  const images = unique(media.map((one) => text(at(one, 'media_url_https'))))
  const post = {
    ...unknownPost(id, 'x'),
    account,
    posted_at: readMoment(legacy.created_at),
    url: `https://x.com/${account ?? 'i/web'}/status/${id}`,
    caption: repeated ? `RT @${nameOf(repeated) ?? ''}: ${textOf(repeated) ?? ''}` : textOf(tweet),
    tagged_users: unique(media.flatMap(taggedIn)),
    sponsored: isObject(tweet.promotedMetadata) || isObject(item.promotedMetadata) ? true : null,
    image_count: images.length,
    video_count: media.filter((one) => at(one, 'type') !== 'photo').length,
    likes: readCount(legacy.favorite_count),
    comments: readCount(legacy.reply_count),
    shares: readCount(legacy.retweet_count),
    views: first(readCount(at(tweet, 'views', 'count')), readCount(at(tweet, 'ext_views', 'count'))),
    followers: first(
      readCount(at(authorOf(tweet), 'legacy', 'followers_count')),
      readCount(at(tweet, 'user', 'followers_count')),
    ),
    extra: restOf(tweet, used),
  }
  return { post, images }
}

const authorOf = (tweet: JsonObject): unknown => at(tweet, 'core', 'user_results', 'result')

function nameOf(tweet: JsonObject): string | null {
  const author = authorOf(tweet)
  return first(
    text(at(author, 'core', 'screen_name')),
    text(at(author, 'legacy', 'screen_name')),
    text(at(tweet, 'user', 'screen_name')),
  )
}

function repeatedBy(legacy: JsonObject): JsonObject | null {
  const result = at(legacy, 'retweeted_status_result', 'result')
  const whole = isObject(at(result, 'tweet')) ? at(result, 'tweet') : result
  return isObject(whole) && isObject(whole.legacy) ? whole : null
}

function mediaOf({ legacy }: JsonObject): JsonObject[] {
  const extended = list(at(legacy, 'extended_entities', 'media'))
  return (extended.length > 0 ? extended : list(at(legacy, 'entities', 'media'))).filter(isObject)
}

const taggedIn = (media: JsonObject): (string | null)[] =>
  list(at(media, 'features', 'all', 'tags')).map((tag) => text(at(tag, 'screen_name')))

/** Long posts lie in a note; short ones end in an address for each picture, which nobody wrote. */
function textOf(tweet: JsonObject): string | null {
  const written = first(
    text(at(tweet, 'note_tweet', 'note_tweet_results', 'result', 'text')),
    text(at(tweet, 'legacy', 'full_text')),
  )
  if (written === null) return 'full_text' in (tweet.legacy as JsonObject) ? '' : null
  let bare = written
  for (const media of mediaOf(tweet)) bare = bare.replace(text(media.url) ?? '', '')
  return unescaped(bare.trimEnd())
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

const unescaped = (written: string): string =>
  written.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)

/** Where pictures and films lie, and in which sizes. */
const media: Used = {
  ...{ media_url_https: true, url: true, display_url: true, expanded_url: true, indices: true, sizes: true },
  ...{ original_info: true, features: { all: { tags: { screen_name: true } } }, video_info: true },
}

const used: Used = {
  ...{ rest_id: true, id: true, views: { count: true }, ext_views: { count: true }, promotedMetadata: true },
  legacy: {
    ...{ id_str: true, created_at: true, full_text: true, extended_entities: { media } },
    retweeted_status_result: {
      result: { legacy: { full_text: true, extended_entities: true, entities: { media: true } } },
    },
    ...{ favorite_count: true, reply_count: true, retweet_count: true, entities: { media: true } },
  },
  note_tweet: { note_tweet_results: { result: { text: true } } },
  core: {
    user_results: { result: { core: { screen_name: true }, legacy: { screen_name: true, followers_count: true } } },
  },
  user: { screen_name: true, followers_count: true },
}
