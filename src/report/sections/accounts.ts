import { shareOf } from '../brand-estimates.ts'
import { count, number, percentEstimate } from '../format.ts'
import type { Findings } from '../gather.ts'
import { andMore, type Section, table } from '../html/blocks.ts'
import { html } from '../html/markup.ts'
import { mostAccounts } from '../queries-accounts.ts'

export function accounts({ accounts, overview }: Findings): Section {
  const body =
    accounts.length === 0
      ? html`<p>No post states who posted it.</p>`
      : [
          table(
            'Accounts, those with the most images of tracked brands first',
            [
              { name: 'Account', heads: true, cell: (row) => row.account },
              { name: 'Posts', right: true, cell: (row) => count(row.posts) },
              { name: 'Images', right: true, cell: (row) => count(row.images) },
              { name: 'With a tracked brand', right: true, cell: (row) => count(row.branded) },
              {
                name: 'Share (95 % interval)',
                right: true,
                cell: (row) => percentEstimate(shareOf(row.branded, row.images)),
              },
              {
                name: 'Most shown brand',
                cell: (row) => (row.brand ? `${row.brand} (${count(row.brand_images)})` : '–'),
              },
              { name: 'Mean likes', right: true, cell: (row) => number(row.likes) },
            ],
            accounts,
          ),
          andMore(mostAccounts, overview.accounts, 'accounts'),
        ]
  return { id: 'accounts', title: 'By account', body }
}
