import type { Command } from 'commander'
import type { CatalogueEntry } from '../brands/catalogue.ts'

/** `limelight brands`: what the built-in catalogue holds, and what a brands file or list of names comes to. */
export function register(program: Command): void {
  const brands = program.command('brands').description('list the built-in brands, check a brands file')
  brands
    .command('list')
    .description('list the brands of the built-in catalogue: name, colour, other names')
    .option('--search <text>', 'only those whose name or other names hold this text')
    .option('--json', 'one JSON object a line, with the path of the logo')
    .action(async ({ search, json }: { search?: string; json?: boolean }) => {
      const { openCatalogue } = await import('../brands/catalogue.ts')
      const { normalise } = await import('../brands/normalise.ts')
      const catalogue = await openCatalogue()
      const wanted = normalise(search ?? '')
      const found = catalogue.entries.filter(({ name, aliases }) =>
        [name, ...aliases].some((text) => normalise(text).includes(wanted)),
      )
      if (found.length === 0) console.error(`no brand of ${catalogue.entries.length} has "${search}" in its name`)
      for (const entry of found) console.log(json ? JSON.stringify(entry) : lineOf(entry))
    })
  brands
    .command('check')
    .description('say what a brands file, or names separated by commas, comes to')
    .argument('<file-or-names>', 'a .json, .yaml or .yml file, or names of the catalogue separated by commas')
    .action(async (spec: string) => {
      const { loadBrands } = await import('../brands/catalogue.ts')
      const { describeBrands } = await import('../brands/describe.ts')
      const found = await loadBrands(spec, process.cwd())
      for (const line of describeBrands(found)) console.log(line)
    })
}

function lineOf({ name, colour, aliases }: CatalogueEntry): string {
  return `${name.padEnd(32)} #${colour}  ${aliases.join(', ')}`.trimEnd()
}
