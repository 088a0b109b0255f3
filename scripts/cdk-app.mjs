/** The app of cdk.json: compiles infra/ into .cache, bundles functions and writes the templates. `npx cdk synth`, `npx cdk deploy --all`. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { bundleFunctions } from './bundle-functions.mjs'
import { root } from './setup.mjs'

const outfile = join(root, '.cache/infra/app.mjs')
try {
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
  await synthesise({
    account: process.env.CDK_DEFAULT_ACCOUNT,
    region: process.env.CDK_DEFAULT_REGION,
    bundle: (platform) => bundleFunctions(platform),
  })
} catch (error) {
  // What the CDK found is told already; what is ours says itself what to do.
  console.error(process.env.DEBUG ? error : `limelight: ${error.message}`)
  process.exitCode = 1
}
