import type { ManifestMessage } from '../../src/aws/contract.ts'
import { readManifest } from '../../src/worker/manifest.ts'
import type { Announced } from '../../src/worker/messages.ts'
import type { Connected } from '../stack/connected.ts'

/** Takes every image that is queued in manifests, as a worker does. */
export async function takeQueued({ queues, bucket }: Pick<Connected, 'queues' | 'bucket'>): Promise<Announced[]> {
  const found: Announced[] = []
  for (;;) {
    const messages = await queues.manifests.receive({ visibility: 60, wait: 0 })
    if (messages.length === 0) return found
    for (const { body } of messages) {
      const message = JSON.parse(body) as ManifestMessage
      const images = await readManifest(bucket, message)
      if (typeof images === 'string') throw new Error(images)
      if (images.length !== message.images)
        throw new Error(`${message.key} has ${images.length} images, not ${message.images}`)
      found.push(...images)
    }
    await queues.manifests.remove(messages)
  }
}
