import { UsageError } from '../errors.ts'
import { understand } from '../worker/messages.ts'
import type { Host } from './host.ts'
import { ingestPosts } from './ingest-posts.ts'

/**
 * Ingests the files that messages of the posts' queue announce.
 * @returns ids of the messages that are not done; the log says why
 */
export async function ingestMessages(
  host: Host,
  messages: readonly { messageId: string; body: string }[],
): Promise<string[]> {
  const failed: string[] = []
  for (const { messageId, body } of messages) {
    try {
      await ingestMessage(host, body)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      host.log({ event: 'posts_failed', messageId, message })
      failed.push(messageId)
    }
  }
  return failed
}

async function ingestMessage(host: Host, body: string): Promise<void> {
  const said = understand(body)
  if (said.kind === 'nothing') return
  if (said.kind !== 'images') throw new UsageError(said.kind === 'bad' ? said.why : 'a manifest is no file of posts')
  for (const { bucket, key, dt } of said.images) await ingestPosts(host, { bucket, key, dt })
}
