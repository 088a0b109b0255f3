/** The app of cdk.json: compiles infra/ into .cache, bundles functions and writes the templates. `npx cdk synth`, `npx cdk deploy --all`. */
import { bundleFunctions } from './bundle-functions.mjs'
import { packConfig } from './config.mjs'
import { importInfra } from './infra-module.mjs'

try {
  const { synthesise } = await importInfra('infra/app.ts')
  await synthesise({
    account: process.env.CDK_DEFAULT_ACCOUNT,
    region: process.env.CDK_DEFAULT_REGION,
    bundle: (platform) => bundleFunctions(platform),
    pack: packConfig,
  })
} catch (error) {
  // What the CDK found is told already; what is ours says itself what to do.
  console.error(process.env.DEBUG ? error : `limelight: ${error.message}`)
  process.exitCode = 1
}
