import type { Brand } from './brand.ts'
import { normalise } from './normalise.ts'
import { isOneLetter, namesOf, shortName } from './wordmark-match.ts'

/** What is looked for, a few lines a brand, and what a user should know of its names. */
export function describeBrands(brands: readonly Brand[]): string[] {
  const names = namesOf(brands)
  return brands.flatMap((brand) => {
    const own = names.filter((name) => name.brand === brand.name).map((name) => name.text)
    const left = [brand.name, ...brand.aliases].filter((alias) => !own.includes(normalise(alias)))
    const lost = left.filter((alias) => !isOneLetter(normalise(alias)))
    const letters = left.filter((alias) => isOneLetter(normalise(alias)))
    const short = own.filter((name) => name.length <= shortName)
    return [
      `${brand.name}: read as ${own.join(', ') || 'nothing'}; ${brand.handles.join(' ') || 'no handles'}; ${brand.hashtags.join(' ') || 'no hashtags'}`,
      ...lost.map((alias) => `  "${alias}" is a name of another brand above: it counts for that one`),
      ...letters.map((alias) => `  ${alias}: one letter, which stands everywhere, so it is not read`),
      ...(short.length > 0 ? [`  ${short.join(', ')}: short, so found only as a whole word, letter by letter`] : []),
    ]
  })
}
