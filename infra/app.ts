import { App } from 'aws-cdk-lib'
import { buildApp } from './build-app.ts'
import { readSettings } from './context.ts'
import { isLocal } from './contract.ts'
import type { PackedConfig } from './packed-config.ts'

export interface CommandLine {
  /** What the CDK's CLI found out about the account in use, if it could. */
  account: string | undefined
  region: string | undefined
  /** Bundles the functions; the folder where they lie. */
  bundle(platform: 'aws' | 'local'): Promise<string>
  /** Packs the folder that the setting `config` names. */
  pack(folder: string): Promise<PackedConfig>
}

/** The app as `npx cdk` runs it, see scripts/cdk-app.mjs: the context comes from the CLI, by the environment. */
export async function synthesise({ account, region, bundle, pack }: CommandLine): Promise<void> {
  const { stage, config } = readSettings(new App({ autoSynth: false }).node.getAllContext())
  const local = isLocal(stage)
  const place = local ? {} : { ...(account && { account }), ...(region && { region }) }
  buildApp({
    context: place,
    functions: await bundle(local ? 'local' : 'aws'),
    config: config === undefined ? null : await pack(config),
  }).synth()
}
