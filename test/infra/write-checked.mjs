/**
 * `node test/infra/write-checked.mjs FOLDER BUNDLES CONTEXT`: writes the templates with all checks on. A process of its own: CloudFormation's
 * schemas are checked by WebAssembly, which goes on compiling after a test is over.
 */
import { importInfra } from '../../scripts/infra-module.mjs'

const [outdir = '', functions = '', context = '{}'] = process.argv.slice(2)
const { buildApp } = await importInfra('infra/build-app.ts')
buildApp({ context: JSON.parse(context), outdir, functions }).synth()
