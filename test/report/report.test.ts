import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { writeReport } from '../../src/report/write.ts'
import { type Synthetic, syntheticDataset } from './synthetic.ts'

test('a dataset gives a report with findings, charts, pictures and the codebook', async () => {
  const page = await reportOf({ images: 120, brands: ['nike', 'adidas', 'starbucks'], files: true })

  expect(page).toMatch(/<strong>nike<\/strong> appears in \d+ of 1\d\d.images \(\d+.%, 95 % interval \d+ to \d+\)/)
  expect(page.match(/<svg role="img"/g)?.length).toBeGreaterThan(20)
  expect(page.match(/data:image\/webp;base64,/g)).toHaveLength(12)
  expect(page).toContain('<code>visual_complexity</code>')
})

async function reportOf(wanted: Synthetic): Promise<string> {
  return readFile(await writeReport(await syntheticDataset(wanted)), 'utf8')
}
