import { openCharts } from './charts/render.ts'
import type { Findings } from './gather.ts'
import { html } from './html/markup.ts'
import { page } from './html/page.ts'
import { accounts } from './sections/accounts.ts'
import { brands } from './sections/brands.ts'
import { cite } from './sections/cite.ts'
import { codebook } from './sections/codebook.ts'
import { corrected } from './sections/corrected.ts'
import { distributions } from './sections/distributions.ts'
import { families } from './sections/families.ts'
import { findings, measured } from './sections/findings.ts'
import { kinds } from './sections/kinds.ts'
import { means } from './sections/means.ts'
import { methods } from './sections/methods.ts'
import { pictures } from './sections/pictures.ts'
import { quality } from './sections/quality.ts'
import { reproduce } from './sections/reproduce.ts'
import { table3Section } from './sections/table3.ts'
import { time } from './sections/time.ts'

/** The report as a page: findings first, then what they rest on, then how to do it again. */
export async function reportPage(found: Findings): Promise<string> {
  const draw = await openCharts()
  const { run } = found
  return page({
    title: `${found.title} · Limelight`,
    lead: html`<p class="kicker">Limelight report</p><h1>${found.title}</h1><p class="lead">${measured(found)}</p>
<p class="note">${run ? `Measured ${run.finished_at.slice(0, 10)} with Limelight ${run.versions.limelight ?? ''}, pipeline ${run.pipeline_digest.slice(0, 12)}.` : 'There is no run.json beside this dataset.'}${run && !run.complete && ' The run was not finished: numbers are of what was measured so far.'}</p>`,
    sections: [
      findings(found),
      brands(found, draw),
      ...corrected(found),
      pictures(found),
      time(found, draw),
      accounts(found),
      distributions(found, draw),
      ...families(found, draw),
      ...kinds(found),
      table3Section(found.table3),
      means(found),
      quality(found),
      methods(found),
      codebook(found),
      reproduce(found),
      cite(found),
    ],
    foot: html`<p>Made by Limelight. This file holds no script and asks no other host for anything.</p>`,
  })
}
