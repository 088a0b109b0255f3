import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of evaluation material beside the checkout, or null: it is not part of the project. */
export function sharedFolder(): string | null {
  const folder = join(process.cwd(), '..', 'shared')
  return existsSync(join(folder, 'data')) ? folder : null
}
