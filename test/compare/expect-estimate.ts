import { expect } from '@jest/globals'
import type { ClusteredEstimate } from '../../src/report/statistics/clustered-estimate.ts'

export function expectEstimate(
  found: ClusteredEstimate | null,
  [value, error, degrees, low, high]: readonly number[],
): void {
  expect(found?.value).toBeCloseTo(value as number, 10)
  expect(found?.standardError).toBeCloseTo(error as number, 10)
  expect(found?.degrees).toBeCloseTo(degrees as number, 8)
  expect(found?.low).toBeCloseTo(low as number, 9)
  expect(found?.high).toBeCloseTo(high as number, 9)
}
