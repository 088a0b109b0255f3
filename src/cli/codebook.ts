import { byNameOnly } from '../variables/registry/choose.ts'
import { colourTableEntries } from '../variables/registry/families/colour-table.ts'
import { familyVariables } from '../variables/registry/families.ts'
import { registry, type Variable } from '../variables/registry/index.ts'

/** The registry, and after the other columns of images those that a table of colours adds. */
export const documented: readonly Variable[] = (() => {
  const end = registry.findLastIndex(({ dataset }) => dataset === 'images') + 1
  return [...registry.slice(0, end), ...colourTableEntries(), ...registry.slice(end)]
})()

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
    'all others, or decode the file again (`--variables all,feature_congestion`); the others always, with `--variables core`, too.',
    '',
    'Variables of your own: a module that exports entries like these and a function of a picture, named in `ownVariables` of',
    'limelight.config.json, as [examples/sky-share.mjs](../examples/sky-share.mjs) is. They are columns of `images` like any other, in',
    'the schema, in the codebook and by theme in the report, and the content of the file is part of `pipeline_digest`.',
    '',
    'Colour names by a table of your own, Athec’s among them: the shares `share_*` are by limits of our own. Athec looks colours up in a',
    'table that has no licence, so that it can’t be part of Limelight: it is the file `athec/colordict.py` of github.com/yilangpeng/athec',
    '(not of its package on PyPI). Get it there, put it beside limelight.config.json, and say `"colourTable": "colordict.py"` in that: then',
    'the columns marked (colourTable) are in `images`, always, equal to Athec’s `attr_color_percentage` (its -99999 is null here). Measure at full size',
    'and without colour profiles, as Athec does (`--analysis-size full --icc ignore`), if values are to be compared with its own.',
    'Any other table does as well: text with 32,768 numbers from 0 to 10 (the eleven names in the order of the columns), one for each cell of R, G',
    'and B over 8, B running fastest, as a Python list, CSV or JSON; 32,768 rows of R, G, B (0 to 255) and a name; or `w2c.txt` of van de',
    'Weijer et al. (2009), of whose probabilities the largest counts. Comments begin with #. What the table says is part of `pipeline_digest`.',
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
  if (variable.family === 'colour_table') return ' (colourTable)'
  if (!optional.has(variable)) return ''
  if (byNameOnly.includes(variable.family)) return ' (by name)'
  return variable.curated ? ' (curated)' : ' (all)'
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
