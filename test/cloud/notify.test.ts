import { describe, expect, test } from '@jest/globals'
import type { Night } from '../../src/aws/contract.ts'
import { mailOf } from '../../src/cloud/notify.ts'

const report: Night.Reported = {
  week: null,
  dt: '2026-11-22',
  bucket: 'data',
  key: 'reports/dt=2026-11-22/report.html',
  images: 1200,
  errors: 3,
  lost: 1,
  posts: 800,
  brands: [
    { brand: 'Nike', images: 120, share: 0.1, low: 0.084, high: 0.118 },
    { brand: 'Visa', images: 0, share: 0, low: 0, high: 0.003 },
  ],
}

describe('the morning mail', () => {
  test('has the numbers with their intervals, what failed, and where the report is', () => {
    const { subject, text } = mailOf({ report }, 'main')

    expect(subject).toBe('Limelight 2026-11-22: 1200 images, Nike in 10 %')
    expect(text).toMatch(/1200 images of 800 posts of 2026-11-22/)
    expect(text).toMatch(/Nike: 120 images, 10.% \(8\.4 to 12\)/)
    expect(text).toMatch(/3 images could not be measured/)
    expect(text).toMatch(/1 of them were queued several times/)
    expect(text).toContain('s3://data/reports/dt=2026-11-22/report.html')
  })

  test('of a day without images says so', () => {
    const { subject, text } = mailOf({ report: { ...report, images: 0, errors: 0, lost: 0, brands: [] } }, 'main')

    expect(subject).toBe('Limelight 2026-11-22: no images')
    expect(text).toMatch(/^No images were uploaded on 2026-11-22/)
  })

  test('of a night that failed says what went wrong in words, and what to do', () => {
    const Cause = JSON.stringify({ errorMessage: 's3://data/x: is gone', trace: ['at y'] })

    const { subject, text } = mailOf({ dt: '2026-11-22', failure: { Error: 'States.TaskFailed', Cause } }, 'main')

    expect(subject).toBe('Limelight 2026-11-22: the night failed')
    expect(text).toContain('s3://data/x: is gone')
    expect(text).not.toContain('at y')
    expect(text).toContain('limelight-main-nightly')
    expect(text).toContain('{"dt": "2026-11-22"}')
  })

  test('has a subject that SNS takes, whatever a brand is called', () => {
    const brands = [{ brand: `Ö ${'x'.repeat(200)}\n`, images: 1, share: 1, low: null, high: null }]

    const { subject } = mailOf({ report: { ...report, brands } }, 'main')

    expect(subject).toMatch(/^[ -~]{1,100}$/)
  })
})
