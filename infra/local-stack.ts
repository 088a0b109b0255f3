import { type App, DefaultStackSynthesizer, type IStackSynthesizer, Stack } from 'aws-cdk-lib'
import type { Settings } from './context.ts'
import { names } from './contract.ts'
import { storage } from './storage.ts'

/** Where bundles of functions lie on an emulator: `KEY` is the asset's hash and `.zip`. There is nothing to bootstrap. */
export const localAssetsBucket = 'limelight-local-assets'

/** What an emulator can run of the app, in one stack: no network, no Batch, no alarms. */
export function localStack(app: App, settings: Settings): Stack {
  const stack = new Stack(app, names(settings.stage).stack, {
    env: place(settings),
    synthesizer: new DefaultStackSynthesizer({
      fileAssetsBucketName: localAssetsBucket,
      generateBootstrapVersionRule: false,
    }) as IStackSynthesizer,
  })
  storage(stack, settings)
  return stack
}

/** Account and region as far as they are known. */
export function place({ account, region }: Settings): { account?: string; region?: string } {
  return { ...(account && { account }), ...(region && { region }) }
}
