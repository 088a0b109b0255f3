import { type App, CfnOutput, CfnParameter, DefaultStackSynthesizer, type IStackSynthesizer, Stack } from 'aws-cdk-lib'
import { catalogue } from './catalogue.ts'
import type { Settings } from './context.ts'
import { names } from './contract.ts'
import { nights } from './nights.ts'
import { configObject } from './packed-config.ts'
import { storage } from './storage.ts'
import { workgroup } from './workgroup.ts'

/** Where bundles of functions lie on an emulator: `KEY` is the asset's hash and `.zip`. There is nothing to bootstrap. */
export const localAssetsBucket = 'limelight-local-assets'

/**
 * What an emulator can run of the app, in one stack: no network, no Batch, no alarms.
 * @param bundles folder of the functions' bundles; null: the bucket, its queues and Athena's tables only
 */
export function localStack(app: App, settings: Settings, bundles: string | null): Stack {
  const stack = new Stack(app, names(settings.stage).stack, {
    env: place(settings),
    synthesizer: new DefaultStackSynthesizer({
      fileAssetsBucketName: localAssetsBucket,
      generateBootstrapVersionRule: false,
    }) as IStackSynthesizer,
  })
  // There without functions, too: who deploys need not know what is in the template.
  const endpoint = new CfnParameter(stack, 'Endpoint', {
    default: 'http://127.0.0.1:4566',
    description: "the emulator's address, as functions reach it",
  }).valueAsString
  const config = configObject(stack, settings)
  if (config) new CfnOutput(stack, 'ConfigAddress', { value: config.address, description: 'for workers' })
  const stored = storage(stack, settings)
  catalogue(stack, settings)
  workgroup(stack, settings)
  if (bundles !== null) nights(stack, { settings, storage: stored, bundles, endpoint })
  return stack
}

/** Account and region as far as they are known. */
export function place({ account, region }: Settings): { account?: string; region?: string } {
  return { ...(account && { account }), ...(region && { region }) }
}
