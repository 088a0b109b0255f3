import { setTimeout as wait } from 'node:timers/promises'

export interface PaceOptions {
  /** Requests that begin in a second, of one host. */
  perSecond: number
  /** Requests to one host that are under way. */
  atOnce: number
}

/** Holds requests back, host by host, so that nobody is asked more often than agreed. */
export interface Pace {
  /** Waits for its turn. @returns to be called when the request has ended */
  enter(host: string, signal: AbortSignal): Promise<() => void>
  /** Nothing is asked of a host for so many milliseconds: it said so. */
  rest(host: string, milliseconds: number): void
}

interface Host {
  /** When the next request may begin. */
  next: number
  /** It wants to be left alone until then. */
  quietUntil: number
  active: number
  waiting: (() => void)[]
}

export function openPace({ perSecond, atOnce }: PaceOptions): Pace {
  const hosts = new Map<string, Host>()
  const of = (name: string): Host => {
    const host = hosts.get(name) ?? { next: 0, quietUntil: 0, active: 0, waiting: [] }
    hosts.set(name, host)
    return host
  }
  const leave = (name: string, host: Host): void => {
    host.active--
    host.waiting.shift()?.()
    if (host.active === 0 && host.waiting.length === 0 && Math.max(host.next, host.quietUntil) < Date.now())
      hosts.delete(name)
  }
  return {
    async enter(name, signal) {
      const host = of(name)
      while (host.active >= atOnce) await new Promise<void>((resolve) => host.waiting.push(resolve))
      host.active++
      try {
        do {
          const start = Math.max(Date.now(), host.next, host.quietUntil)
          host.next = start + 1000 / perSecond
          await wait(start - Date.now(), undefined, { signal })
        } while (host.quietUntil > Date.now())
      } catch (error) {
        leave(name, host)
        throw error
      }
      return () => leave(name, host)
    },
    rest(name, milliseconds) {
      of(name).quietUntil = Date.now() + milliseconds
    },
  }
}
