import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Comparison, compare, type Question } from '../../src/compare/compare.ts'
import { changeText, intervalText, valueText } from '../../src/compare/outcome-text.ts'
import { comparisonPage } from '../../src/compare/page.ts'
import { usualSpan } from '../../src/compare/periods.ts'
import { oneSided } from '../../src/compare/phases.ts'
import { openDataset } from '../../src/dataset/read.ts'
import { event, type MadePost, madeDataset, madePosts } from './made-dataset.ts'

let out = ''

beforeAll(async () => {
  out = await madeDataset({ accounts: 15, weeks: 24, effect: 0.3 })
})

afterAll(async () => {
  await rm(out, { recursive: true, force: true })
})

describe('compare', () => {
  test('finds an effect that is there, and tells it from what controls do', async () => {
    const { changes, clusters, span } = await asked({ controls: ['Beta'] })

    const share = changes.find(({ outcome }) => outcome === 'share')
    expect(span).toBe('week')
    expect(clusters).toEqual({ kind: 'account', count: 15, grouped: false, one_sided: { clusters: 0, posts: 0 } })
    expect(share?.difference?.interval?.low).toBeGreaterThan(0)
    expect(share?.against_controls?.value).toBeGreaterThan(0.15)
    expect(share?.against_controls?.value).toBeLessThan(0.45)
    expect(share?.series?.level.low).toBeGreaterThan(0)
    expect(share?.series_against_controls?.controlled).toBe(true)
  })

  test('every count and mean is that of a plain walk over the posts', async () => {
    const { changes, posts } = await asked({})
    const rows = madePosts({ accounts: 15, weeks: 24, effect: 0.3 })
    const before = rows.filter(({ day }) => day < event)
    const shown = before.filter(({ sizes }) => sizes.Acme !== undefined)

    expect(posts.before).toBe(before.length)
    expect(posts.after).toBe(rows.length - before.length)
    expect(changes[0]?.before?.value).toBeCloseTo(shown.length / before.length, 12)
    const mean = shown.reduce((sum, { sizes }) => sum + (sizes.Acme as number), 0) / shown.length
    expect(changes.find(({ outcome }) => outcome === 'size')?.before?.value).toBeCloseTo(mean, 12)
  })

  test('the change within accounts is the mean of the accounts own changes, by how many posts tell of them', async () => {
    const { changes } = await asked({})
    const rows = madePosts({ accounts: 15, weeks: 24, effect: 0.3 })
    const accounts = [...new Set(rows.map(({ account }) => account))].map((account) => {
      const of = (after: boolean) => rows.filter((row) => row.account === account && row.day >= event === after)
      const share = (posts: readonly MadePost[]) =>
        posts.filter(({ sizes }) => sizes.Acme !== undefined).length / posts.length
      const [before, after] = [of(false), of(true)]
      return { weight: 1 / (1 / before.length + 1 / after.length), change: share(after) - share(before) }
    })
    const weight = accounts.reduce((sum, account) => sum + account.weight, 0)

    const { within, difference } = changes[0] ?? {}
    expect(within?.value).toBeCloseTo(accounts.reduce((sum, one) => sum + one.weight * one.change, 0) / weight, 12)
    expect(within).toMatchObject({ accounts: 15, posts: rows.length })
    // Every account has as many posts on either side: the two say the same.
    expect(within?.value).toBeCloseTo(difference?.value as number, 12)
    expect(within?.interval?.low).toBeGreaterThan(0)
  })

  test('says what it can not say: no controls, and what is missed', async () => {
    const { cautions, conclusions } = await asked({})
    const late = await asked({ event: '2026-07-22' })

    expect(cautions.join(' ')).toContain('There are no control brands')
    expect(cautions.join(' ')).not.toContain('Only')
    expect(late.cautions.join(' ')).toMatch(/Only 9 posts after the event show Acme: intervals of size/)
    expect(conclusions[0]).toMatch(/^The share of posts that show Acme rose from \d/)
  })

  test('gives each account its own change, and brands that stand together', async () => {
    const { accounts, together } = await asked({ byAccount: true })

    expect(accounts).toHaveLength(15)
    expect(accounts.reduce((sum, { before, after }) => sum + before.of + after.of, 0)).toBe(15 * 24 * 4)
    expect(together.map(({ other }) => other)).toEqual(expect.arrayContaining(['Beta']))
  })

  test('refuses brands that were not looked for and days outside, and says what there is', async () => {
    await expect(asked({ brand: 'Omega' })).rejects.toThrow(
      '--brand: the run did not look for "Omega"; it looked for Acme, Beta',
    )
    await expect(asked({ controls: ['Acme'] })).rejects.toThrow('--controls: Acme is the brand itself')
    await expect(asked({ event: '2020-01-01' })).rejects.toThrow(
      /all posts lie after it \(2026-02-0\d to 2026-07-\d\d\)/,
    )
  })

  test('writes a page that holds no script, and names as text', async () => {
    const html = await comparisonPage(
      await asked({ brand: '<b>Gamma</b>', controls: ['Acme', 'Beta'], byAccount: true }),
    )

    expect(html).toContain('&lt;b&gt;Gamma&lt;/b&gt;')
    expect(html).not.toMatch(/<script|<b>Gamma/)
    expect(html).toContain('Difference in differences')
    expect(html.match(/<svg /g)?.length).toBeGreaterThanOrEqual(1)
  })
})

test('a mean is said in as many digits as its change, and what rounds to nothing has no sign', () => {
  expect(valueText('share', 0.254)).toBe('25.4\u202f%')
  expect(valueText('share', 0.07)).toBe('7\u202f%')
  expect(changeText('share', 0.126)).toBe('+12.6 points')
  expect(changeText('size', -0.0000001)).toBe('0.0000 points')
  expect(changeText('centrality', 0.00001)).toBe('0.0000')
  expect(intervalText('centrality', { low: -0.112, high: 0.0106 })).toBe(' (−0.112 to 0.0106)')
})

test('six accounts are taken together by account, five are not', async () => {
  const six = await madeDataset({ accounts: 6, weeks: 2, effect: 0 })
  const five = await madeDataset({ accounts: 5, weeks: 2, effect: 0 })
  try {
    expect((await asked({}, six)).clusters).toMatchObject({ kind: 'account', count: 6 })
    expect((await asked({}, five)).clusters.kind).toBe('post')
  } finally {
    for (const folder of [six, five]) await rm(folder, { recursive: true, force: true })
  }
})

test('periods are as short as there are posts for', () => {
  expect(usualSpan(40, 400)).toBe('day')
  expect(usualSpan(40, 100)).toBe('week')
  expect(usualSpan(365, 2000)).toBe('week')
  // A hundred posts over eighty weeks: one a week would be no mean.
  expect(usualSpan(564, 100)).toBe('month')
  expect(usualSpan(1500, 100_000)).toBe('month')
})

test('accounts that post on one side of the event only are named as a reason of their own', () => {
  const none = new Float64Array(3)
  const counts = (...values: number[]) => ({ sums: none, counts: Float64Array.from(values), squares: none })
  const phases = {
    clusters: ['a', 'b', 'c'],
    cell: (_outcome: string, _side: string, phase: string) => (phase === 'before' ? counts(4, 3, 0) : counts(4, 0, 5)),
  }

  expect(oneSided(phases)).toEqual({ clusters: 2, posts: 0.5 })
})

test('few periods are said to show little of what carries over', async () => {
  const short = await madeDataset({ accounts: 6, weeks: 14, effect: 0 })
  try {
    const [few, many] = [await asked({ span: 'week' }, short), await asked({ span: 'week' })]

    expect(few.cautions.join(' ')).toContain('14 periods hardly show how much of one carries over into the next')
    expect(many.changes[0]?.series).not.toBeNull()
    expect(many.cautions.join(' ')).not.toContain('hardly show')
  } finally {
    await rm(short, { recursive: true, force: true })
  }
})

test('with few accounts posts are taken as independent, and few days give no series', async () => {
  const small = await madeDataset({ accounts: 3, weeks: 1, effect: 0 })
  try {
    const { clusters, cautions, changes } = await asked({ event: '2026-05-05' }, small)

    expect(clusters.kind).toBe('post')
    expect(changes[0]?.series).toBeNull()
    expect(cautions.join(' ')).toContain('There are too few accounts')
    expect(cautions.join(' ')).toContain('too few periods on one side of the event for a time series')
  } finally {
    await rm(small, { recursive: true, force: true })
  }
})

async function asked(question: Partial<Question>, folder = out): Promise<Comparison> {
  const reader = await openDataset(folder)
  try {
    return await compare(reader, { brand: 'Acme', controls: [], event, span: null, byAccount: false, ...question })
  } finally {
    reader.close()
  }
}
