import type { Change } from '../compare/change.ts'
import type { Comparison } from '../compare/compare.ts'
import { changeText, intervalText, outcomeNames, valueText } from '../compare/outcome-text.ts'
import { count, percent, plural } from '../report/format.ts'
import { textTable } from './text-table.ts'

/** What `limelight compare` prints: sentences first, then the numbers. */
export function comparisonText(compared: Comparison): string {
  const { brand, event, posts, clusters, conclusions, cautions } = compared
  return [
    `${brand} before and after ${event}: ${plural(posts.before, 'post')} before, ${count(posts.after)} after (${posts.first} to ${posts.last}); ${clusters.kind === 'account' ? `intervals by ${plural(clusters.count, clusters.grouped ? 'group of accounts' : 'account', clusters.grouped ? 'groups of accounts' : 'accounts')}` : 'posts taken as independent'}`,
    '',
    ...conclusions.map((sentence) => `* ${sentence}`),
    '',
    ...changes(compared),
    ...accounts(compared),
    ...together(compared),
    '',
    'What this can not say:',
    ...cautions.map((sentence) => `* ${sentence}`),
    '',
  ].join('\n')
}

function changes({ changes: rows, controls }: Comparison): string[] {
  const isWithin = rows.some(({ within }) => within !== null)
  const difference = (outcome: Change['outcome'], found: Change['difference'] | Change['within']) =>
    found ? changeText(outcome, found.value) + intervalText(outcome, found.interval) : '-'
  return textTable(
    'Means, differences with 95 % intervals',
    [
      '',
      'before',
      'after',
      'difference',
      ...(isWithin ? ['within accounts'] : []),
      ...(controls.length > 0 ? ['against controls'] : []),
      'posts',
    ],
    rows.map(({ outcome, before, after, difference: own, within, against_controls, posts }) => [
      outcomeNames[outcome],
      valueText(outcome, before?.value ?? null),
      valueText(outcome, after?.value ?? null),
      difference(outcome, own),
      ...(isWithin ? [difference(outcome, within)] : []),
      ...(controls.length > 0 ? [difference(outcome, against_controls)] : []),
      `${count(posts.before)} / ${count(posts.after)}`,
    ]),
  )
}

function accounts({ accounts: rows }: Comparison): string[] {
  const share = ({ count, of }: { count: number; of: number }) => (of > 0 ? `${percent(count / of)} of ${of}` : '-')
  return [
    ...(rows.length > 0 ? [''] : []),
    ...textTable(
      'Share of posts by account',
      ['account', 'before', 'after', 'difference'],
      rows.map(({ account, before, after, difference, interval }) => [
        account,
        share(before),
        share(after),
        difference === null ? '-' : changeText('share', difference) + intervalText('share', interval),
      ]),
    ),
  ]
}

function together({ together: rows }: Comparison): string[] {
  return [
    ...(rows.length > 0 ? [''] : []),
    ...textTable(
      'In one post with other brands',
      ['brand', 'posts', 'lift'],
      rows.map(({ other, posts, lift, interval }) => [
        other,
        String(posts),
        lift.toFixed(2) + (interval ? ` (${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})` : ''),
      ]),
    ),
  ]
}
