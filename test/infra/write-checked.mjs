/**
 * `node test/infra/write-checked.mjs FOLDER BUNDLES CONTEXT`: writes the templates with all checks on. A process of its own: CloudFormation's
 * schemas are checked by WebAssembly, which goes on compiling after a test is over.
 */
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'

const [outdir = '', functions = '', context = '{}'] = process.argv.slice(2)
const outfile = resolve(`.cache/infra/checked-${process.pid}.mjs`)
buildSync({
  entryPoints: ['infra/build-app.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
})
const { buildApp } = await import(pathToFileURL(outfile).href)
rmSync(outfile)
buildApp({ context: JSON.parse(context), outdir, functions }).synth()
