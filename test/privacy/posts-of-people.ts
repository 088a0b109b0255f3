import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

export const alice = 'alice.shop'
export const bob = 'Bob_99'

const header = 'post_id,platform,account,posted_at,url,image,caption,tagged_users,likes,comments,notes'

/**
 * Posts of two people in a folder: pictures below folders that have their names, and a table whose captions, tags and other columns name
 * them. One picture of alice is missing.
 * @returns the table
 */
export async function postsOfPeople(folder: string): Promise<string> {
  for (const [person, shade] of [
    [alice, 40],
    [bob, 200],
  ] as const) {
    await mkdir(join(folder, person), { recursive: true })
    for (const i of [1, 2]) {
      const picture = sharp({
        create: { width: 64, height: 48, channels: 3, background: { r: shade, g: 90 * i, b: 30 } },
      })
      await picture.jpeg().toFile(join(folder, person, `${i}.jpg`))
    }
  }
  const at = (day: number) => `instagram,%,2026-01-0${day},https://example.org/%/`
  const rows = [
    `A1,${at(1)}A1,%/1.jpg,New at alice.shop! Thanks @${bob} and @carol #new,${bob},10,1,by %`,
    `A2,${at(2)}A2,%/gone.jpg,no names,,20,2,`,
    `B1,${at(3)}B1,%/1.jpg,Look at @Alice.Shop.,${alice},30,3,seen with ${alice}`,
    `B2,${at(4)}B2,%/2.jpg,nothing,,40,4,nothing`,
  ].map((row) => row.replaceAll('%', row.startsWith('A') ? alice : bob))
  const table = join(folder, 'posts.csv')
  await writeFile(table, `${[header, ...rows].join('\n')}\n`)
  return table
}
