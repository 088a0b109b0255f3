import type { Command } from 'commander'
import { defaultFolder } from './brands-gallery.ts'

/** `limelight brands check`: what is looked for, and how well it will be told apart. */
export function register(brands: Command): void {
  brands
    .command('check')
    .description('say what a gallery, a brands file or names come to')
    .argument(
      '[brands]',
      'a gallery, a .json, .yaml or .yml file, or names of the catalogue separated by commas',
      defaultFolder,
    )
    .action(async (spec: string) => {
      const { loadBrands } = await import('../brands/catalogue.ts')
      const { describeBrands } = await import('../brands/describe.ts')
      const found = await loadBrands(spec, process.cwd())
      for (const line of describeBrands(found)) console.log(line)
    })
}
