import { Stack } from 'aws-cdk-lib'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import type { IConstruct } from 'constructs'
import { setOwnVariables, type Variable } from './columns.ts'
import type { Settings } from './context.ts'

/** The folder that `config` names, packed by scripts/config.mjs, which also finds out what is wrong with it. */
export interface PackedConfig {
  file: string
  /** The user's own columns. */
  variables: readonly Variable[]
}

/** The settings with the packed folder; from now on, its own variables are columns of the tables. */
export function withConfig(settings: Settings, packed: PackedConfig | null): Settings {
  if (settings.config !== undefined && packed === null)
    throw new Error(`config = ${settings.config}: the folder was not packed; \`npx cdk synth\` does that`)
  setOwnVariables(packed?.variables ?? [])
  return packed ? { ...settings, packedConfig: packed.file } : settings
}

/** Where a stack's workers and functions find it: among the CDK's assets, by its content. Null without one. */
export function configObject(scope: IConstruct, { packedConfig }: Settings): { address: string; arn: string } | null {
  if (packedConfig === undefined) return null
  const stack = Stack.of(scope)
  const found = stack.node.tryFindChild('Config') as Asset | undefined
  const asset = found ?? new Asset(stack, 'Config', { path: packedConfig })
  const { s3BucketName, s3ObjectKey, s3ObjectUrl } = asset
  return {
    address: s3ObjectUrl,
    arn: stack.formatArn({ service: 's3', region: '', account: '', resource: s3BucketName, resourceName: s3ObjectKey }),
  }
}
