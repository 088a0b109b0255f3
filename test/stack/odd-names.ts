/** Names of files that people have, or that somebody makes up to break things: each once went wrong somewhere. */
export const oddNames: readonly string[] = [
  'with space.jpg',
  ' leading and trailing .jpg',
  'plus+plus+.jpg',
  '100% sure.jpg',
  'already%20encoded%2Fname.jpg',
  '%.jpg',
  // The same letters composed (NFC) and decomposed (NFD): two keys.
  'Käsespätzle für Jürgen.jpg'.normalize('NFC'),
  'Käsespätzle für Jürgen.jpg'.normalize('NFD'),
  '🎈 party 👩‍👩‍👧‍👦🏳️‍🌈.jpg',
  '写真、2026年.jpg',
  'صورة.jpg',
  `"double" and 'single'.jpg`,
  `'; DROP TABLE images; --.jpg`,
  '<script>alert("key")</script>.jpg',
  '<img src=x onerror=alert(1)>.jpg',
  'a=b&c=d.jpg',
  'dt=1999-01-01/year.jpg',
  '.hidden.jpg',
  '...leading dots.jpg',
  'double//slash.jpg',
  'back\\slash.jpg',
  'question?mark#hash.jpg',
  'semi;colon, comma.jpg',
  '=1+1.jpg',
  '@SUM(A1).jpg',
  '[a]*{b}?.jpg',
  'tab\there.jpg',
  'trailing dot.',
  'no extension',
  'LOUD.JPEG',
  '$HOME`id`$(id).jpg',
  '~tilde|pipe^caret.jpg',
]

/** A name that makes a key of so many bytes in UTF-8; S3 allows 1,024. */
export function longName(bytes: number, number: number): string {
  const end = `-${number}.jpg`
  // Folders of names that a file system takes too.
  const part = 'very-long-name-ü-'
  let name = ''
  while (Buffer.byteLength(name + part + end) <= bytes) name += name.length % 200 > 180 ? `${part}/` : part
  return `${name}${'x'.repeat(Math.max(0, bytes - Buffer.byteLength(name + end)))}${end}`
}
