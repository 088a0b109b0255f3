import { type ErrorCode, errorCodes } from '../../errors.ts'
import { count, percent, plural, short } from '../format.ts'
import type { Findings } from '../gather.ts'
import { note, type Section, table } from '../html/blocks.ts'
import { html, type Part } from '../html/markup.ts'
import type { ErrorGroup } from '../queries-quality.ts'

export function quality(found: Findings): Section {
  return { id: 'quality', title: 'Quality', body: [errors(found), warnings(found), duplicates(found), leftOut(found)] }
}

function errors({ errors, overview }: Findings): Part {
  if (errors.length === 0)
    return html`<h3>Errors</h3><p>${overview.images > 0 ? 'Every image could be measured.' : 'There are no images.'}</p>`
  return [
    html`<h3>Errors</h3><p>${plural(overview.errors, 'image')} of ${count(overview.images)} (${percent(overview.errors / overview.images)}) could not be measured. Each has a row with <code>status = 'error'</code>; none is in any number of this report.</p>`,
    table(
      'Images that could not be measured, by error code',
      [
        { name: 'Code', heads: true, cell: ({ error_code }: ErrorGroup) => html`<code>${error_code}</code>` },
        { name: 'Images', right: true, cell: ({ images }) => count(images) },
        { name: 'Meaning', cell: ({ error_code }) => errorOf(error_code)?.says ?? 'not a code of this version' },
        { name: 'What to do', cell: ({ error_code }) => advice[error_code] ?? 'see error_message in the dataset' },
        {
          name: 'For example',
          cell: ({ keys, images }) =>
            html`<span class="path">${keys.map((key) => short(key, 60)).join(', ')}${images > keys.length && ', …'}</span>`,
        },
      ],
      errors,
    ),
  ]
}

function errorOf(code: string) {
  return Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode] : null
}

const again = 'run again with --retry-errors'

const advice: Record<string, string> = {
  not_found: `check the paths of the source, then ${again}`,
  empty_file: 'fetch the file again',
  too_large_file: 'raise --max-bytes, or make the file smaller',
  unsupported_format: 'convert it to JPEG, PNG or WebP',
  corrupt: 'fetch the file again; if it opens elsewhere, save it anew',
  truncated: 'fetch the file again: the download was cut off',
  too_many_pixels: 'raise --max-pixels, or make the picture smaller',
  timeout: `${again}, with a larger --timeout`,
  crashed: `${again}; if it stays, convert the file`,
  out_of_memory: `${again}, with fewer --workers`,
  access_denied: `give yourself the right to read it, then ${again}`,
  internal: `${again}; if it stays, report it with error_message`,
}

function warnings({ warnings }: Findings): Part {
  return (
    warnings.length > 0 && [
      html`<h3>Warnings</h3><p>These images were measured; something about their files was odd.</p>`,
      table(
        'Warnings',
        [
          { name: 'Warning', heads: true, cell: ({ warning }) => short(warning, 120) },
          { name: 'Images', right: true, cell: ({ images }) => count(images) },
        ],
        warnings,
      ),
    ]
  )
}

function duplicates({ duplicates: { copies, images, groups, largest, sampled }, overview }: Findings): Part {
  if (overview.measured === 0) return null
  const says =
    groups === 0
      ? 'No two images look alike (perceptual hashes within 6 of 64 bits).'
      : `${plural(images, 'image')} in ${plural(groups, 'group')} look alike (perceptual hashes within 6 of 64 bits, joined in chains).`
  return [
    html`<h3>Near-duplicates</h3><p>${says} ${copies > 0 && `${plural(copies, 'file')} ${copies === 1 ? 'is' : 'are'} an exact copy of another one. `}${groups > 0 && 'They are counted as they were posted; leave them out by phash or sha256 if a question asks for distinct pictures. Flat pictures (screenshots, plain colours) can look alike to the hash and not to people.'}</p>`,
    groups > 0 &&
      table(
        'Largest groups of near-duplicates',
        [
          {
            name: 'For example',
            heads: true,
            cell: ({ keys }) => html`<span class="path">${keys.map((key) => short(key, 60)).join(', ')}</span>`,
          },
          { name: 'Images', right: true, cell: ({ images }) => count(images) },
        ],
        largest,
      ),
    sampled && note('There were too many distinct hashes to compare all; only the first 100,000 by value were.'),
  ]
}

function leftOut({ run }: Findings): Part {
  if (!run) return null
  const files = run.sources.flatMap(({ name, left_out }) =>
    Object.entries(left_out).map(([kind, files]) => ({ name, kind, files })),
  )
  return [
    run.tasks_left_out.length > 0 && [
      html`<h3>Tasks that were not run</h3>`,
      table(
        'Tasks that were asked for and left out',
        [
          { name: 'Task', heads: true, cell: ({ task }) => task },
          { name: 'Why', cell: ({ why }) => why },
        ],
        run.tasks_left_out,
      ),
    ],
    files.length > 0 && [
      html`<h3>Files that are not images</h3>`,
      table(
        'Files of the sources that were left out, by kind',
        [
          { name: 'Kind', heads: true, cell: ({ kind }) => kind },
          { name: 'Files', right: true, cell: ({ files }) => count(files) },
          { name: 'Source', cell: ({ name }) => html`<span class="path">${short(name, 80)}</span>` },
        ],
        files.slice(0, 30),
      ),
    ],
  ]
}
