/**
 * `node scripts/emulator/synth.mjs STAGE FOLDER all|storage [CONFIG]`: writes the template of a local stage and its assets into a folder. A process of
 * its own, so that the CDK is not loaded into every file of tests.
 */
import { bundleFunctions } from '../bundle-functions.mjs'
import { packConfig } from '../config.mjs'
import { importInfra } from '../infra-module.mjs'

const [stage = '', outdir = '', parts = 'all', config] = process.argv.slice(2)
const { buildApp } = await importInfra('infra/build-app.ts')
buildApp({
  context: { stage, ...(config && { config }) },
  outdir,
  functions: parts === 'all' ? await bundleFunctions('local') : null,
  config: config ? await packConfig(config) : null,
  check: false,
}).synth()
