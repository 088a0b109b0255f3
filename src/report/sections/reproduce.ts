import type { RunInfo } from '../../dataset/run-info.ts'
import { bytes, count, number } from '../format.ts'
import type { Findings } from '../gather.ts'
import { details, type Section, table } from '../html/blocks.ts'
import { html, type Part } from '../html/markup.ts'

export function reproduce({ run }: Findings): Section {
  const body = run
    ? provenance(run)
    : html`<p>There is no run.json beside the dataset, so what made it is not known.</p>`
  return { id: 'reproduce', title: 'How to reproduce', body }
}

type Run = NonNullable<Findings['run']>

function provenance(run: Run): Part {
  const facts: [string, Part][] = [
    ['Command', html`<code>${['limelight', ...run.command].join(' ')}</code>`],
    ['Pipeline digest', html`<code>${run.pipeline_digest}</code>`],
    ['Run', html`<code>${run.run_id}</code>, ${run.started_at} to ${run.finished_at}`],
    ['Finished', run.complete ? 'yes' : 'no: the same command again does what is missing'],
    [
      'Versions',
      Object.entries(run.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['Tasks', run.tasks.join(', ') || 'none'],
    ['Brands', run.brands.join(', ') || 'none'],
    ...textModel(run.text_model),
    [
      'Pictures',
      Object.entries(run.picture_rules)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', '),
    ],
    [
      'Thresholds',
      Object.entries(run.thresholds ?? {})
        .map(([name, value]) => `${name}: ${value}`)
        .join(', ') || 'none',
    ],
    [
      'Machine',
      `${run.machine.cpu}, ${run.machine.cores} cores, ${run.machine.platform}; models on ${run.device ?? 'none'}; ${run.workers} workers`,
    ],
    [
      'Time',
      `${number(run.seconds)} s, ${number(run.images_per_second)} images a second; peak memory ${bytes(run.peak_memory.total)}`,
    ],
  ]
  return [
    html`<p>The same files, version and options give the same numbers and the same row ids. The pipeline digest is a hash of everything that can change a number: two datasets with the same digest were measured the same way.${(run.counts.images_of_other_digests ?? 0) > 0 && html` <strong>${count(run.counts.images_of_other_digests)} images of this dataset have another digest</strong> and were not measured the same way.`}</p>`,
    html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`,
    run.models.length > 0 &&
      table(
        'Models',
        [
          { name: 'Task', heads: true, cell: ({ task }) => task },
          { name: 'Model', cell: ({ name }) => name },
          { name: 'SHA-256 of the weights', cell: ({ sha256 }) => html`<code class="path">${sha256}</code>` },
        ],
        run.models,
      ),
    details('All options of the run', html`<pre>${JSON.stringify(run.options, null, 2)}</pre>`),
  ]
}

function textModel(model: RunInfo['text_model']): [string, string][] {
  if (!model) return []
  const { name, sha256, licence, tokenizer_sha256: tokenizer } = model
  return [['Model of captions', `${name} (${licence}), SHA-256 ${sha256}; tokenizer ${tokenizer}`]]
}
