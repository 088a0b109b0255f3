import { byNameOnly } from '../variables/registry/choose.ts'
import { familyVariables } from '../variables/registry/families.ts'
import type { Variable } from '../variables/registry/index.ts'

/** docs/variables.md: the registry as tables, one a dataset and family. */
export function codebookMarkdown(variables: readonly Variable[]): string {
  const sections = new Map<string, Variable[]>()
  for (const variable of variables) {
    const heading = `## ${variable.dataset}: ${variable.family}`
    sections.set(heading, [...(sections.get(heading) ?? []), variable])
  }
  return [
    '# Variables',
    '',
    'Made from the registry by `npm run docs`; do not edit by hand. *Definition*: `published` (a source gives the formula),',
    '`inferred` (rebuilt from published values), `own` (defined here), `given` (taken from the input). A value that can not be',
    'computed is null, never NaN. Columns marked (curated) are measured by default, and with `--variables all`; those marked (all) with',
    '`--variables all`; both with the name of their family; those marked (by name) with that alone, as they take more CPU time than',
    'all others (`--variables all,feature_congestion`); the others always, with `--variables core`, too.',
    '',
    'Variables of your own: a module that exports entries like these and a function of a picture, named in `ownVariables` of',
    'limelight.config.json, as [examples/sky-share.mjs](../examples/sky-share.mjs) is. They are columns of `images` like any other, in',
    'the schema, in the codebook and by theme in the report, and the content of the file is part of `pipeline_digest`.',
    ...[...sections].flatMap(([heading, entries]) => ['', heading, '', ...table(entries)]),
    '',
  ].join('\n')
}

function table(entries: readonly Variable[]): string[] {
  return [
    '| column | type | unit | range | what it is | source | definition | null | version |',
    '|---|---|---|---|---|---|---|---|---|',
    ...entries.map((v) =>
      row([
        `\`${v.name}\`${chosenBy(v)}`,
        v.type,
        v.unit,
        v.range,
        v.formula,
        v.source,
        v.definition,
        v.missing,
        String(v.version),
      ]),
    ),
  ]
}

const optional = new Set<Variable>(familyVariables)

function chosenBy(variable: Variable): string {
  if (!optional.has(variable)) return ''
  if (byNameOnly.includes(variable.family)) return ' (by name)'
  return variable.curated ? ' (curated)' : ' (all)'
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
