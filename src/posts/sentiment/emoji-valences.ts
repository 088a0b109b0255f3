import { emojiEmotion } from 'emoji-emotion'

/** A change of the list below, or of the package, is a new version of the variable `sentiment`. */
export const emojiValencesVersion = 1

/** Emojis that captions are full of and the package does not rate, on its scale from -5 to 5. Our own ratings. */
const unrated: Record<number, string> = {
  4: '🥰 🤩 🎉 🏆 💙 💚 💛 💜 🧡 🤍 🩷 🩵 🫶 💝 💞 💗 💓 ❣ 🥳 👑',
  3: '🔥 ✨ 🤗 🥇 🌟 ⭐ 💫 🎊 🤎 🖤 🎂 🎁 🌈 💐 🤝 🙌 ❤‍🔥 💎 🌺 🌹 🌸 🌷 🎶 😻 🕊 🍾 🥂',
  2: '💪 ☀ 🌞 🌻 🌼 🍀 🦋 😌 🌊 🏝 🌴 🎄 🎃 🎵 🎈 🍻 🚀 ✅ ✔ 🤘 🤙 ✌ 💃 🕺 💋 💅 🫡',
  '-2': '🙄 😩 😫 😓 😥 🥱 😵 🤕 🤒 👎 😬 🤦 🫤 ❌ 🥀',
  '-3': '🤬 🤮 🤢 😤 😖 🖕 🤡 💩 ☠ 😿',
}

/** Share of VADER's scale (-4 to 4) in that of the package (-5 to 5). */
const scale = 4 / 5

/**
 * Emojis without variation selector, on VADER's scale from -4 to 4: the package `emoji-emotion` (rated by hand as AFINN
 * rates words), and our own list beside it. Emojis that both leave out have no valence.
 */
export const emojiValences: ReadonlyMap<string, number> = new Map([
  ...Object.entries(unrated).flatMap(([rating, emojis]) =>
    emojis.split(' ').map((emoji): [string, number] => [emoji, Number(rating) * scale]),
  ),
  ...emojiEmotion
    .filter(({ polarity }) => polarity !== 0)
    .map(({ emoji, polarity }): [string, number] => [emoji.replaceAll('\ufe0f', ''), polarity * scale]),
])
