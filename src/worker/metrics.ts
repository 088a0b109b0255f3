import { names } from '../aws/contract.ts'
import type { Counts } from './options.ts'

/** Tells CloudWatch how it goes, by log lines in its embedded metric format: no request of their own. */
export interface Metrics {
  tell(counts: Counts): void
}

/**
 * @param write one line without its end
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricsLine(
  stage: string,
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Metrics {
  let told = { images: 0, errors: 0 }
  return {
    tell({ images, errors }) {
      const line = {
        _aws: {
          Timestamp: Date.now(),
          CloudWatchMetrics: [
            {
              Namespace: names(stage).metrics,
              Dimensions: [['Stage']],
              Metrics: [
                { Name: 'Images', Unit: 'Count' },
                { Name: 'Errors', Unit: 'Count' },
              ],
            },
          ],
        },
        Stage: stage,
        event: 'stored',
        Images: images - told.images,
        Errors: errors - told.errors,
      }
      told = { images, errors }
      write(JSON.stringify(line))
    },
  }
}
