import { openCatalogue } from '../../src/brands/catalogue.ts'
import { normalise } from '../../src/brands/normalise.ts'
import { seeded } from '../../src/random.ts'
import type { Protocol, TrackedBrand } from './protocol.ts'

/**
 * The same photos with more brands tracked, drawn from the catalogue: `count` in all. What they are named for counts as false, though
 * some of them may be on the photos. What happens to the share of false alarms when many brands are tracked.
 */
export async function among(protocol: Protocol, count: number): Promise<Protocol> {
  const { entries } = await openCatalogue()
  const taken = new Set(protocol.brands.flatMap(({ name, aliases = [] }) => [name, ...aliases].map(normalise)))
  const others = entries.filter(({ name, aliases }) => ![name, ...aliases].some((word) => taken.has(normalise(word))))
  const random = seeded(13)
  const more: TrackedBrand[] = []
  while (protocol.brands.length + more.length < count && others.length > 0) {
    const [entry] = others.splice(random.integer(others.length), 1)
    if (entry) more.push({ name: entry.name })
  }
  const brands = [...protocol.brands, ...more]
  return { ...protocol, brands, says: `${protocol.says}; ${brands.length} brands tracked` }
}
