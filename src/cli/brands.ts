import type { Command } from 'commander'
import { register as registerAdd } from './brands-add.ts'
import { register as registerApply } from './brands-apply.ts'
import { register as registerCheck } from './brands-check.ts'
import { register as registerGallery } from './brands-gallery.ts'
import { register as registerList } from './brands-list.ts'
import { register as registerNegatives } from './brands-negatives.ts'
import { register as registerSuggest } from './brands-suggest.ts'

/** `limelight brands`: the brands that are looked for, and the pictures by which they are told. */
export function register(program: Command): void {
  const brands = program
    .command('brands')
    .description('keep a gallery of brands, check it, list the built-in brands')
    .addHelpText(
      'after',
      `
The gallery is a folder, limelight-gallery unless --gallery names another one; \`limelight run --brands limelight-gallery\` looks for its brands.

Examples:
  limelight brands add Acme refs/acme/*.jpg      a brand from pictures of its logo; five are good
  limelight brands add nike                      a brand of the built-in catalogue
  limelight brands check                         how well the brands will be told apart
  limelight brands list --search coffee          the built-in catalogue`,
    )
  registerAdd(brands)
  registerList(brands)
  registerCheck(brands)
  registerGallery(brands)
  registerNegatives(brands)
  registerApply(brands)
  registerSuggest(brands)
}
