import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { root } from './setup.mjs'

/**
 * Compiles a file of infra/ with what it imports, and loads it. Below the checkout, where packages are found; a file for each
 * process, as several may do the same at the same time.
 * @param {string} entry `infra/app.ts`
 */
export async function importInfra(entry) {
  const outfile = join(root, `.cache/infra/${process.pid}.mjs`)
  try {
    buildSync({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      packages: 'external',
      sourcemap: 'inline',
      logLevel: 'warning',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(outfile, { force: true })
  }
}
