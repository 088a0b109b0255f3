import { listed, percent, plural } from '../report/format.ts'
import type { Interval } from '../report/statistics/interval.ts'
import type { Change } from './change.ts'
import type { Comparison } from './compare.ts'
import type { Interrupted } from './interrupted.ts'
import { changeText, intervalText, valueText } from './outcome-text.ts'
import { spanNames } from './periods.ts'

type Compared = Omit<Comparison, 'conclusions' | 'cautions'>

/** With fewer clusters than this, it is said that there are few. */
const fewClusters = 20

/** And with fewer posts than this that show the brand on one side. */
const fewPosts = 20

/**
 * And with fewer periods than this. Of 12 that carry over .8 or more, simulated intervals hold the truth in 93 to 95 of 100 cases, but in two of
 * three where they carry over less than .3 by chance, and in nearly all others.
 */
const fewPeriods = 20

/** What the numbers say in plain sentences, and what they can't say. */
export function conclude(compared: Compared): { conclusions: string[]; cautions: string[] } {
  return {
    conclusions: compared.changes.flatMap((change) => sentences(change, compared)),
    cautions: cautions(compared),
  }
}

const subject = {
  share: (brand: string) => `The share of posts that show ${brand}`,
  size: (brand: string) => `In posts that show ${brand}, the share of the image that its logo takes`,
  centrality: (brand: string) => `In posts that show ${brand}, the centrality of its logo`,
  engagement: (brand: string) => `In posts that show ${brand}, ln(1 + likes + comments)`,
}

function sentences(change: Change, { brand, controls, span }: Compared): string[] {
  const { outcome, before, after, difference, against_controls, series } = change
  if (!before || !after || !difference)
    return [
      `${subject[outcome](brand)}: no post on ${before ? 'the later' : 'the earlier'} side has a value; nothing can be compared.`,
    ]
  const from = `from ${valueText(outcome, before.value)} to ${valueText(outcome, after.value)}`
  const by = `${changeText(outcome, difference.value)}${intervalText(outcome, difference.interval)}`
  const first = !difference.interval
    ? `${subject[outcome](brand)} went ${from}, by ${by}; there is no interval, as too few accounts have a value or all have the same.`
    : excludesZero(difference.interval)
      ? `${subject[outcome](brand)} ${direction(difference.value)} ${from}: by ${by}.`
      : `${subject[outcome](brand)} went ${from}; a change can't be told from chance (${by}).`
  const second =
    against_controls?.interval &&
    (excludesZero(against_controls.interval)
      ? `Against ${listed(controls)} it ${direction(against_controls.value)}: by `
      : `Against ${listed(controls)} a change can't be told from chance: `) +
      `${changeText(outcome, against_controls.value)}${intervalText(outcome, against_controls.interval)}.`
  const third =
    outcome === 'share' &&
    series &&
    `${span === 'day' ? 'Day by day' : span === 'week' ? 'Week by week' : 'By four weeks'}, the level at the event moved by ${changeText(outcome, series.level.value)}${intervalText(outcome, series.level)} against the trend before, the slope by ${changeText(outcome, series.slope.value)}${intervalText(outcome, series.slope)} a ${spanNames[span]}.`
  return [[first, second, third].filter((sentence) => typeof sentence === 'string').join(' ')]
}

function cautions({ controls, clusters, changes, brand }: Compared): string[] {
  const [share] = changes
  const trend = share?.parallel
  return [
    controls.length === 0
      ? 'There are no control brands: whatever else changed at that time (season, holidays, the platform) is part of these differences. Give --controls to take it out.'
      : trend && excludesZero(trend)
        ? `${brand} and its controls were drifting apart before the event already; the difference against controls is then no effect of the event.`
        : trend
          ? `${brand} and its controls did not drift apart before the event for all that can be told; only then is the difference against controls an effect of the event.`
          : `There are too few periods before the event, or too little in them, to see whether ${brand} and its controls went the same way; the difference against controls rests on that.`,
    clusters.kind === 'account'
      ? clusters.count < fewClusters
        ? `Intervals rest on ${clusters.count} accounts: so few make them wide, and say little about other accounts.`
        : ''
      : 'There are too few accounts to take posts together by account: posts are taken as independent, and intervals are too narrow where posts of one account are alike.',
    clusters.kind === 'account' && clusters.one_sided.posts >= 0.1
      ? `${clusters.one_sided.clusters} of ${clusters.count} accounts posted on one side of the event only (${percent(clusters.one_sided.posts)} of the posts): part of each difference may be that others post.${ofTheSame(share)}`
      : '',
    changes.every(({ series }) => series === null)
      ? 'There are too few periods on one side of the event for a time series, or nothing varies over them.'
      : 'A time series says what happened at that time, not why; straight trends before and after are taken for granted.',
    share?.series && periodsOf(share.series) < fewPeriods
      ? `${periodsOf(share.series)} periods hardly show how much of one carries over into the next: where it is much and does not show, the intervals of the time series are too narrow. More periods show it.`
      : '',
    'Size, centrality and engagement are of posts that show the brand: they also change when other posts begin to show it.',
    fewShown(changes, brand),
    'A logo that is not found is not counted. Where as many are missed before as after, a difference of shares has the right sign and is too small.',
    'Four outcomes are looked at: of twenty intervals at 95 %, one misses the truth by chance. What was to be shown should be said before.',
    'Posts that were scraped at one time had more or less time to gather likes; compare engagement only where posts had the same.',
  ].filter((text) => text !== '')
}

/** Where sizes of logos are known of few posts on one side: those of the other tell how far they may spread. */
function fewShown(changes: readonly Change[], brand: string): string {
  const posts = changes.find(({ outcome }) => outcome === 'size')?.posts
  if (!posts) return ''
  const [side, few] = posts.before < posts.after ? ['before', posts.before] : ['after', posts.after]
  // Of one post there is no interval.
  if (few < 2 || few >= fewPosts) return ''
  return `Only ${few} posts ${side} the event show ${brand}: intervals of size, centrality and engagement count on values that spread there about as on the other side, and are too narrow where they spread much more.`
}

/** What is left of the share's change when it is the same accounts that post. */
function ofTheSame(share: Change | undefined): string {
  if (!share?.within) return ''
  const { value, interval, accounts } = share.within
  return ` Within the ${plural(accounts, 'account')} that posted on both, the share of posts with the brand changed by ${changeText('share', value)}${intervalText('share', interval)}.`
}

function periodsOf({ periods }: Interrupted): number {
  return periods.before + periods.after
}

export function excludesZero({ low, high }: Interval): boolean {
  return low > 0 || high < 0
}

function direction(value: number): string {
  return value > 0 ? 'rose' : 'fell'
}
