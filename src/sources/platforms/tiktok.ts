import { isUnknown, readCount, readFlag } from '../cell.ts'
import { restOf, type Used } from '../importers/rest.ts'
import { at, first, idText, isObject, type JsonObject, list, text, unique } from '../json.ts'
import { readMoment } from '../moment.ts'
import { type PlatformReader, type ToldPost, unknownPost } from './told-post.ts'

/**
 * Posts of TikTok as its web pages are sent them. The picture is the cover of the video, or the pictures of a photo post.
 */
export const tiktok: PlatformReader = {
  read,
  fields: [
    { target: 'image', from: 'imagePost.images | video.originCover' },
    { target: 'post_id', from: 'id' },
    { target: 'account', from: 'author.uniqueId' },
    { target: 'posted_at', from: 'createTime' },
    { target: 'caption', from: 'desc' },
    { target: 'likes', from: 'stats.diggCount' },
    { target: 'comments', from: 'stats.commentCount' },
    { target: 'shares', from: 'stats.shareCount' },
    { target: 'views', from: 'stats.playCount' },
  ],
}

function read(item: JsonObject): ToldPost | null {
  const id = idText(item.id)
  if (id === null || !('createTime' in item) || !('desc' in item)) return null
  const account = isObject(item.author) ? text(item.author.uniqueId) : text(item.author)
  const photos = list(at(item, 'imagePost', 'images')).map((image) => text(at(image, 'imageURL', 'urlList', 0)))
  const images = photos.length > 0 ? unique(photos) : unique([coverOf(item)])
  const stat = (name: string): number | null =>
    first(readCount(at(item, 'stats', name)), readCount(at(item, 'statsV2', name)))
  const post = {
    ...unknownPost(id, 'tiktok'),
    account,
    posted_at: readMoment(at(item, 'createTime')),
    url: account === null ? null : `https://www.tiktok.com/@${account}/video/${id}`,
    caption: typeof item.desc === 'string' ? item.desc : null,
    sponsored: isUnknown(item.isAd) ? null : readFlag(item.isAd),
    image_count: images.length,
    video_count: photos.length > 0 ? 0 : 1,
    likes: stat('diggCount'),
    comments: stat('commentCount'),
    shares: stat('shareCount'),
    views: stat('playCount'),
    followers: first(
      readCount(at(item, 'authorStats', 'followerCount')),
      readCount(at(item, 'authorStatsV2', 'followerCount')),
    ),
    extra: restOf(item, used),
  }
  return { post, images }
}

/** Of several covers the still one that is in use. */
function coverOf(item: JsonObject): string | null {
  const video = item.video
  return first(
    text(at(video, 'originCover')),
    text(at(video, 'cover')),
    text(at(video, 'shareCover', 1)),
    text(at(video, 'shareCover', 0)),
  )
}

const counts: Used = { diggCount: true, commentCount: true, shareCount: true, playCount: true }

const used: Used = {
  ...{ id: true, desc: true, createTime: true, isAd: true, stats: counts, statsV2: counts },
  ...{ authorStats: { followerCount: true }, authorStatsV2: { followerCount: true } },
  author: { uniqueId: true, avatarLarger: true, avatarMedium: true, avatarThumb: true },
  // Where pictures and films lie, which ends within days.
  ...{ imagePost: { images: { imageURL: true }, cover: true, shareCover: true } },
  video: {
    ...{ cover: true, originCover: true, dynamicCover: true, shareCover: true, playAddr: true, downloadAddr: true },
    ...{ bitrateInfo: true, zoomCover: true, PlayAddrStruct: true, subtitleInfos: true },
  },
}
