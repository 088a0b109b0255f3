import { createHash } from 'node:crypto'
import type { AwsRequest } from './aws-request.ts'

/** What can happen to a request on its way. */
export type Fault =
  /** The endpoint never sees it; this is the answer. `503 SlowDown`, `409 ConditionalRequestConflict`, ... */
  | { kind: 'answer'; status: number; code: string }
  /** It is passed on later, by `least` to `most` milliseconds. */
  | { kind: 'delay'; least: number; most: number }
  /** The endpoint never sees it, and the connection breaks. */
  | { kind: 'drop' }
  /** The connection breaks when this part of the answer's body has been sent, 0 to 1. */
  | { kind: 'cut'; at: number }
  /** The body comes at this speed. */
  | { kind: 'slow'; bytesPerSecond: number }
  /** The answer says that its body has so many bytes; zeros follow the true ones, as long as somebody reads. */
  | { kind: 'inflate'; bytes: number }
  /** The endpoint does what was asked, and the answer is lost: `500 InternalError` or a broken connection. */
  | { kind: 'lost-answer'; as: 'error' | 'break' }

/** Which requests a rule is for; what is not given is not asked. */
export interface Match {
  service?: string
  operation?: string
  /** A prefix of the key, or an expression that finds something in it. */
  key?: string | RegExp
}

export interface Rule {
  match: Match
  fault: Fault
  /** 1 if not given. */
  probability?: number
  /** How often in all; no limit if not given. */
  times?: number
  /** How often a key; no limit if not given. */
  timesPerKey?: number
}

/** A rule at work: what it did. */
export interface ActiveRule {
  /** How often it struck, so that a test can see that there was a fault at all. */
  struck(): number
  /** The keys that it struck, once each. */
  keys(): string[]
  remove(): void
}

export interface Faults {
  add(rule: Rule): ActiveRule
  /** The fault that this request is to have: the first rule that strikes. */
  decide(request: AwsRequest): Fault | null
}

/**
 * Chance depends on the seed, the rule, the request and how often it has been made, not on which of many requests came first: the
 * same seed strikes the same objects, however the processes under test are scheduled.
 */
export function openFaults(seed: number): Faults {
  const active = new Set<{ rule: Rule; number: number; struck: Map<string, number> }>()
  const asked = new Map<string, number>()
  let added = 0

  return {
    add(rule) {
      const entry = { rule, number: added++, struck: new Map<string, number>() }
      active.add(entry)
      return {
        struck: () => sum(entry.struck.values()),
        keys: () => [...entry.struck.keys()],
        remove: () => active.delete(entry),
      }
    },
    decide(request) {
      const name = `${request.operation} ${request.bucket}/${request.key}`
      const nth = asked.get(name) ?? 0
      asked.set(name, nth + 1)
      for (const { rule, number, struck } of active) {
        const before = struck.get(request.key) ?? 0
        if (!matches(rule.match, request)) continue
        if (before >= (rule.timesPerKey ?? Infinity)) continue
        if (rule.times !== undefined && sum(struck.values()) >= rule.times) continue
        if (chance(`${seed} ${number} ${name} ${nth}`) >= (rule.probability ?? 1)) continue
        struck.set(request.key, before + 1)
        return rule.fault
      }
      return null
    },
  }
}

export function matches({ service, operation, key }: Match, request: AwsRequest): boolean {
  return (
    (service === undefined || service === request.service) &&
    (operation === undefined || operation === request.operation) &&
    (key === undefined || (typeof key === 'string' ? request.key.startsWith(key) : key.test(request.key)))
  )
}

/** A number in [0, 1) that belongs to a text. */
export function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32
}

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
