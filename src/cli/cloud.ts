import type { Command } from 'commander'
import { register as registerBackfill } from './cloud-backfill.ts'
import { register as registerLogs } from './cloud-logs.ts'
import { register as registerPull } from './cloud-pull.ts'
import { register as registerRetry } from './cloud-retry.ts'
import { register as registerStatus } from './cloud-status.ts'

/** `limelight cloud ...`: a deployed stage. docs/aws.md says how to deploy one. */
export function register(program: Command): void {
  const cloud = program
    .command('cloud')
    .description('the same on AWS: what a deployed stage does, and what it has measured')
    .addHelpText(
      'after',
      `
Examples:
  limelight cloud status                                       what waits, who works, what today has cost
  limelight cloud backfill s3://photos/2024/                   queues images that lie in S3 already
  limelight cloud pull --out yesterday/                        yesterday's datasets, for \`limelight report yesterday/\``,
    )
  registerStatus(cloud)
  registerBackfill(cloud)
  registerRetry(cloud)
  registerPull(cloud)
  registerLogs(cloud)
}
