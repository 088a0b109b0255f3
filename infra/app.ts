import { buildApp } from './build-app.ts'

export interface CommandLine {
  /** What the CDK's CLI found out about the account in use; text of nothing is nothing. */
  account: string | undefined
  region: string | undefined
  functions: string
}

/** The app as `npx cdk` runs it, see scripts/cdk-app.mjs: the context comes from the CLI. */
export function synthesise({ account, region, functions }: CommandLine): void {
  buildApp({ context: { ...(account && { account }), ...(region && { region }) }, functions }).synth()
}
