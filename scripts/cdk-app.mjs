/** The app of cdk.json: compiles infra/ into .cache and runs it. `npx cdk synth`, `npx cdk deploy --all`, ... */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { root } from './setup.mjs'

const outfile = join(root, '.cache/infra/app.mjs')
buildSync({
  absWorkingDir: root,
  entryPoints: ['infra/app.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
})
const { synthesise } = await import(pathToFileURL(outfile).href)
synthesise({
  account: process.env.CDK_DEFAULT_ACCOUNT,
  region: process.env.CDK_DEFAULT_REGION,
  functions: join(root, '.cache/functions/aws'),
})
