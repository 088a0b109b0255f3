import { App, Validations } from 'aws-cdk-lib'
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api'
import { AwsSolutionsChecks } from 'cdk-nag'
import { cloudStacks } from './cloud-stacks.ts'
import { readSettings } from './context.ts'
import { isLocal } from './contract.ts'
import { localStack } from './local-stack.ts'
import { type PackedConfig, withConfig } from './packed-config.ts'

export interface AppOptions {
  /** As in cdk.json; what the CDK's CLI passes on comes on top. */
  context?: Record<string, unknown>
  /** Where templates are written; the CLI's own place, or a temporary folder, if not given. */
  outdir?: string
  /** Folder with NAME.zip for every function, see scripts/bundle-functions.mjs; null: storage only, for an emulator. */
  functions: string | null
  /** What the setting `config` names, packed. */
  config?: PackedConfig | null
  /** The checkout; the current folder if not given. */
  root?: string
  /** Checks templates against CloudFormation's schemas and cdk-nag's rules when they are written; takes seconds. Default true. */
  check?: boolean
}

/** The whole CDK app. `app.synth()` writes the templates. */
export function buildApp({
  context,
  outdir,
  functions,
  config = null,
  root = process.cwd(),
  check = true,
}: AppOptions): App {
  const app = new App({
    context: { ...CURRENTLY_RECOMMENDED_FLAGS, ...context },
    ...(outdir && { outdir }),
    analyticsReporting: false,
    builtinCloudFormationValidation: check,
  })
  const settings = withConfig(readSettings(app.node.getAllContext()), config)
  if (isLocal(settings.stage)) localStack(app, settings, functions)
  else {
    if (functions === null)
      throw new Error(`the stage ${settings.stage} is deployed with its functions; give their folder`)
    cloudStacks(app, settings, { bundles: functions, root })
    if (check) Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  }
  return app
}
