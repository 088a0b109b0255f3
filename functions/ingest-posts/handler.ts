import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { openHost } from '../../src/cloud/host.ts'
import { ingestMessages } from '../../src/cloud/ingest-messages.ts'
import { readCloudEnvironment } from '../../src/environment.ts'

/** Files of posts that were uploaded. A message whose file can't be ingested comes again, and then is a dead letter. */
export const handler = async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const failed = await ingestMessages(openHost(readCloudEnvironment()), Records)
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
}
