/**
 * Endings that make a bare `skims.com` an address. Two-letter endings that are words of some language (`it`, `in`,
 * `is`, `me`) are not among them: "that was great.it made my day".
 */
const bareEndings = 'com|net|org|info|io|shop|store|app|dev|link|eu|edu|gov|fr|uk|jp|br|nl|de'
const url = String.raw`(?:https?:\/\/|www\.)[^\s<>"“”]+|(?<![\p{L}\p{N}@._\/-])[a-z\d][a-z\d-]*(?:\.[a-z\d-]+)*\.(?:(?:${bareEndings})(?:\/[^\s<>"“”]*)?|[a-z]{2,10}\/[^\s<>"“”]+)(?![\p{L}\p{N}_@-])`

interface Rules {
  /** With the name without its sign as the one group. */
  hashtag: string
  handle: string
}

const emojiInTag = String.raw`\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f\u20e3]`

/**
 * A hashtag has letters, marks, digits, underscores and emojis after a `#` that does not follow `&` (Instagram Engineering,
 * "Emojineering Part 2: Implementing Hashtag Emoji", 2015); a user name letters, digits, underscores and single dots within, at most
 * 30: `me@home.org` holds none. TikTok, Facebook and what is not known are taken as Instagram.
 */
const instagram: Rules = {
  hashtag: String.raw`(?<!&)#((?:[\p{L}\p{M}\p{N}_]|${emojiInTag})+)`,
  handle: String.raw`(?<![\p{L}\p{N}_.@\/-])@([a-z\d_](?:\.?[a-z\d_]){0,29})(?![a-z\d_])`,
}

/**
 * As X's own twitter-text has them (3.1.0, conformance/extract.yml): a hashtag has no emojis, a letter at least, and follows no letter or digit;
 * a user name has no dots and may follow letters that are not ASCII; signs may be full-width.
 */
const inTagOfX = String.raw`\p{L}\p{M}\p{Nd}_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7`
const x: Rules = {
  hashtag: String.raw`(?<![&${inTagOfX}])[#＃](?![\ufe0f\u20e3])(?=[${inTagOfX}]*[\p{L}\p{M}])([${inTagOfX}]+)(?![${inTagOfX}#＃]|:\/\/)`,
  handle: String.raw`(?:(?<![a-z\d_!#$%&*@＠])|(?<=(?:^|[^a-z\d_+~.-])rt:?))[@＠]([a-z\d_]{1,20})(?![a-z\d_@＠\u00c0-\u024f]|:\/\/)`,
}

/** Reddit has no hashtags; an account is `u/name` or `/u/name`. */
const reddit: Rules = {
  hashtag: '(?!)()',
  handle: String.raw`(?<![\p{L}\p{N}_\/.-])\/?u\/([a-z\d_-]{3,20})(?![a-z\d_\/-])`,
}

const rules = new Map([
  ['x', x],
  ['twitter', x],
  ['reddit', reddit],
])

const opened = new Map<Rules, { links: RegExp; handles: RegExp }>()

/**
 * All that a platform makes links of, and names of accounts alone. None of them reaches across white space. Groups of `links`: hashtag, name.
 * @param platform null: not known
 */
export function linksOn(platform: string | null): { links: RegExp; handles: RegExp } {
  const own = rules.get(platform ?? '') ?? instagram
  const known = opened.get(own)
  if (known) return known
  const made = {
    links: new RegExp(`${url}|${own.hashtag}|${own.handle}`, 'giu'),
    handles: new RegExp(own.handle, 'giu'),
  }
  opened.set(own, made)
  return made
}

/** Whether a link may begin before or end behind a code unit: searching all of a caption for links takes three times as long. */
export function mayLink(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code === 0x23 || code === 0x40 || code === 0xff03 || code === 0xff20) return true
  // A `.`, `/` or `:` that no blank follows.
  return (code === 0x2e || code === 0x2f || code === 0x3a) && at + 1 < text.length && !isBlank(text.charCodeAt(at + 1))
}

export const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9
