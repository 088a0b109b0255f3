import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from './build.mjs'
import { root } from './setup.mjs'

/**
 * Packs the folder of the setting `config` into .cache/config, by the built code.
 * @param {string} folder with a limelight.config.json, relative to the current folder
 * @returns {Promise<{ file: string, variables: object[] }>}
 * @throws Error that says what is wrong with the folder
 */
export async function packConfig(folder) {
  build()
  const { packConfigFolder } = await import('../dist/run/config-pack.js')
  const { bytes, variables } = await packConfigFolder(resolve(folder))
  const home = join(root, '.cache/config')
  mkdirSync(home, { recursive: true })
  const file = join(home, `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.gz`)
  writeFileSync(file, bytes)
  return { file, variables }
}
