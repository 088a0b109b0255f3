/**
 * Ends of names that are not for the internet: special-use names (RFC 6761, 6762, 7686, 8375, 9476, `internal` by ICANN in 2024), and those
 * that ICANN never gives out because so many networks use them (`corp`, `home`, `mail`), or that routers use.
 */
const inside = new Set([
  ...['localhost', 'local', 'internal', 'arpa', 'test', 'invalid', 'example', 'onion', 'alt'],
  ...['corp', 'home', 'mail', 'lan', 'intranet', 'private', 'localdomain', 'domain', 'workgroup'],
])

/** Whether a name may be one of the internet, by its looks: it has a dot, and an end that is given out. */
export function isPublicName(name: string): boolean {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.')
  return labels.length > 1 && !inside.has(labels.at(-1) ?? '')
}
