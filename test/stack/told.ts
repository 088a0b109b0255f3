import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand } from '@aws-sdk/client-sqs'
import { connection } from '../../src/aws/clients.ts'
import { openQueue } from '../../src/aws/queue.ts'
import { account, type Connected, region } from './connected.ts'

/** What a topic tells, as its subscribers get it. */
export interface Notification {
  Subject?: string
  Message: string
}

/** Subscribes to the stage's reports, as a mail address would be. @returns what was told since the last call */
export async function listen({ endpoint, sqs, names }: Connected): Promise<() => Promise<Notification[]>> {
  const name = `${names.topic}-listener`
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }))
  const sns = new SNSClient(connection(endpoint))
  await sns.send(
    new SubscribeCommand({
      TopicArn: `arn:aws:sns:${region}:${account}:${names.topic}`,
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:${region}:${account}:${name}`,
    }),
  )
  sns.destroy()
  const queue = openQueue(sqs, QueueUrl)
  return async () => {
    const told: Notification[] = []
    for (;;) {
      const messages = await queue.receive({ visibility: 60, wait: told.length === 0 ? 2 : 0 })
      if (messages.length === 0) return told
      told.push(...messages.map(({ body }) => JSON.parse(body) as Notification))
      await queue.remove(messages)
    }
  }
}
