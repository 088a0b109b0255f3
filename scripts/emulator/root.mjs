import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout, also when this file was compiled into dist-bench. */
export const root = checkout(dirname(fileURLToPath(import.meta.url)))

/** @param {string} folder @returns {string} */
function checkout(folder) {
  if (existsSync(join(folder, 'package-lock.json'))) return folder
  return checkout(dirname(folder))
}
