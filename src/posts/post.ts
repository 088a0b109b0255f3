/** What a source says of one post. Null: it does not say. */
export interface Post {
  post_id: string
  platform: string | null
  account: string | null
  posted_at: Date | null
  url: string | null
  caption: string | null
  tagged_users: string[] | null
  sponsored: boolean | null
  image_count: number | null
  video_count: number | null
  likes: number | null
  comments: number | null
  shares: number | null
  views: number | null
  followers: number | null
  /** When the scraper saw the post. */
  collected_at?: Date | null
  /** Texts of comments, where the source gives them; they are counted, and not stored. */
  comment_texts?: readonly string[] | null
  /** What else the source says, by its own names; values are JSON. */
  extra: Record<string, unknown> | null
}
