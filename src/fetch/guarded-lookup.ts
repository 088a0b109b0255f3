import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { ImageError } from '../errors.ts'
import { isPublicAddress } from './public-address.ts'
import { isPublicName } from './public-name.ts'

/** What asks for the addresses of a name; `dns.lookup`, but in tests. */
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export interface Guard {
  /** May this IP address be connected to? */
  allows(ip: string): boolean
  /** May a name be asked for that can't be looked up here? */
  allowsName(name: string): boolean
  resolve: Resolve
}

/** Only the internet, or every address that there is. */
export function openGuard({ allowPrivate }: { allowPrivate: boolean }): Guard {
  return allowPrivate
    ? { allows: () => true, allowsName: () => true, resolve: lookup }
    : { allows: isPublicAddress, allowsName: isPublicName, resolve: lookup }
}

/**
 * A lookup for sockets that refuses names which lead into a private network. It is asked for each connection, also after a
 * redirect, and the socket gets the very addresses that were looked at: a name can't mean something else in between.
 */
export function guardedLookup({ allows, resolve }: Guard): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      const problem = error ?? privateAddress(host, addresses, allows)
      if (problem || !first) callback(problem ?? new Error(`${host} has no address`), '', 0)
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

/**
 * The same for a name that a proxy will look up, which may mean something else there: what is known here is refused here, and of what can't
 * be looked up, as behind many proxies, what is no name of the internet.
 * @throws ImageError
 */
export function refuseThroughProxy(host: string, { allows, allowsName, resolve }: Guard): Promise<void> {
  return new Promise((proceed, reject) => {
    resolve(host, { all: true }, (error, addresses) => {
      const known = error ? [] : (addresses ?? [])
      const problem = privateAddress(host, known, allows)
      if (problem) reject(problem)
      else if (known.length > 0 || allowsName(host)) proceed()
      else
        reject(new ImageError('private_address', `${host} is no name of the internet; --allow-private-hosts lets it`))
    })
  })
}

/** One address of several is enough to refuse a name: which one is taken is up to the system. */
function privateAddress(host: string, addresses: LookupAddress[], allows: Guard['allows']): ImageError | null {
  const inside = addresses.find(({ address }) => !allows(address))
  return inside ? refusal(host, inside.address) : null
}

export function refusal(host: string, address: string): ImageError {
  const where = host === address ? address : `${host} is ${address}, which`
  return new ImageError('private_address', `${where} is no address of the internet; --allow-private-hosts lets it`)
}
