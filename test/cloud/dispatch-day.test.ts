import { describe, expect, test } from '@jest/globals'
import { costOfMillion, rateFor, total, usual } from '../../bench/model/cost.ts'
import { type Day, simulate } from '../../bench/model/day.ts'

const day = (own: Partial<Day> = {}): Day => ({
  photos: 5e6,
  path: 'manifests',
  rate: 100,
  price: 0.32,
  maxWorkers: 30,
  targetMinutes: 60,
  interruptionsAnHour: 0.5,
  seed: 7,
  dispatchMinutes: 5,
  startMinutes: [3, 7],
  lostSeconds: 30,
  idleSeconds: 60,
  ...own,
})

describe('a simulated day', () => {
  test.each(['manifests', 'events'] as const)('measures every photo, by %s, whatever is interrupted', (path) => {
    const night = simulate(day({ path }))

    expect(night.interruptions).toBeGreaterThan(0)
    expect(night.measured).toBeCloseTo(5e6, -1)
    expect(night.most).toBeLessThanOrEqual(30)
    expect(night.workerHours).toBeGreaterThan(5e6 / 100 / 3600)
  })

  test('is the same for the same seed, and another for another', () => {
    expect(simulate(day())).toEqual(simulate(day()))
    expect(simulate(day({ seed: 8 })).workerHours).not.toBe(simulate(day()).workerHours)
  })

  test('starts no worker when nothing comes', () => {
    expect(simulate(day({ photos: 0 }))).toMatchObject({ most: 0, workerHours: 0 })
  })

  test('takes longer where few workers are allowed, and ends all the same', () => {
    const few = simulate(day({ maxWorkers: 1 }))

    expect(few.most).toBe(1)
    expect(few.drained).toBeGreaterThan(simulate(day()).drained)
    expect(few.measured).toBeCloseTo(5e6, -1)
  })
})

describe('the cost of a million images', () => {
  const million = { ...usual, rate: 60, price: 0.32, path: 'manifests' } as const

  test('is the sum of requests and hours that can be reckoned by hand', () => {
    const parts = Object.fromEntries(
      costOfMillion({ ...million, path: 'events' }).map(({ name, dollars }) => [name, dollars]),
    )

    expect(parts['S3 GET']).toBeCloseTo(0.4, 9)
    expect(parts.SQS).toBeCloseTo(0.48, 9)
    expect(parts.workers).toBeCloseTo((1e6 / 60 / 3600 / 0.9) * (0.32 + (60 * 0.08) / 730 + 0.005), 9)
  })

  test('the rate that a goal needs is the one that reaches it', () => {
    const rate = rateFor(1, million) ?? 0

    expect(total(costOfMillion({ ...million, rate }))).toBeCloseTo(1, 4)
    expect(rateFor(0.4, million)).toBeNull()
  })
})
