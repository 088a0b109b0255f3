/**
 * `node scripts/emulator/synth.mjs STAGE FOLDER all|storage`: writes the template of a local stage and its assets into a folder. A process of
 * its own, so that the CDK is not loaded into every file of tests.
 */
import { bundleFunctions } from '../bundle-functions.mjs'
import { importInfra } from '../infra-module.mjs'

const [stage = '', outdir = '', parts = 'all'] = process.argv.slice(2)
const { buildApp } = await importInfra('infra/build-app.ts')
buildApp({
  context: { stage },
  outdir,
  functions: parts === 'all' ? await bundleFunctions('local') : null,
  check: false,
}).synth()
