import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { RunError } from '../errors.ts'

/** A message as it was received. */
export interface Message {
  id: string
  receipt: string
  body: string
  /** How often it has been received, this time counted. */
  received: number
}

/** Messages of a queue: about, as SQS itself does not know exactly. */
export interface Backlog {
  waiting: number
  inFlight: number
  delayed: number
}

/** A message to send; attributes are text. */
export interface Outgoing {
  body: string
  attributes?: Record<string, string>
  delay?: number
}

/** One queue. Batches are made here: callers give as many as they have. */
export interface Queue {
  url: string
  client: SQSClient
  /** Up to 10 messages, hidden from others for `visibility` seconds. Waits up to `wait` seconds for the first. */
  receive(options: { visibility: number; wait: number; most?: number }): Promise<Message[]>
  send(messages: readonly Outgoing[]): Promise<void>
  /** Messages whose receipt has run out are no error: they come again. */
  remove(messages: readonly Pick<Message, 'id' | 'receipt'>[]): Promise<void>
  /** Hides messages for so many seconds from now; 0 gives them back. @returns those that are no longer ours */
  hide(messages: readonly Pick<Message, 'id' | 'receipt'>[], seconds: number): Promise<string[]>
  backlog(): Promise<Backlog>
}

export function openQueue(client: SQSClient, url: string): Queue {
  return {
    url,
    client,
    async receive({ visibility, wait, most = 10 }) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: most,
          WaitTimeSeconds: wait,
          VisibilityTimeout: visibility,
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
      )
      return Messages.map(({ MessageId = '', ReceiptHandle = '', Body = '', Attributes }) => ({
        id: MessageId,
        receipt: ReceiptHandle,
        body: Body,
        received: Number(Attributes?.ApproximateReceiveCount ?? 1),
      }))
    },
    async send(messages) {
      for (const batch of batches(messages, ({ body }) => body.length)) {
        const { Failed = [] } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: url,
            Entries: batch.map(({ body, attributes = {}, delay }, index) => ({
              Id: String(index),
              MessageBody: body,
              ...(delay === undefined ? {} : { DelaySeconds: delay }),
              MessageAttributes: Object.fromEntries(
                Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
              ),
            })),
          }),
        )
        const [first] = Failed
        if (first) throw new RunError(`${url}: a message was not taken (${first.Code}: ${first.Message})`)
      }
    },
    async remove(messages) {
      for (const batch of batches(messages)) {
        await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries(batch) }))
      }
    },
    async hide(messages, seconds) {
      const lost: string[] = []
      for (const batch of batches(messages)) {
        const { Failed = [] } = await client.send(
          new ChangeMessageVisibilityBatchCommand({
            QueueUrl: url,
            Entries: entries(batch).map((entry) => ({ ...entry, VisibilityTimeout: seconds })),
          }),
        )
        for (const { Id } of Failed) {
          const message = batch[Number(Id)]
          if (message) lost.push(message.id)
        }
      }
      return lost
    },
    backlog: () => backlogOf(client, url),
  }
}

const entries = (batch: readonly Pick<Message, 'receipt'>[]) =>
  batch.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }))

/** SQS takes 10 messages and 256 KiB a request. */
function batches<T>(things: readonly T[], size: (thing: T) => number = () => 0): T[][] {
  const found: T[][] = []
  let bytes = 0
  for (const thing of things) {
    // A character has at most 3 bytes in UTF-8 for each unit of a JavaScript string.
    const own = size(thing) * 3
    const last = found.at(-1)
    if (last && last.length < 10 && bytes + own < 250_000) {
      last.push(thing)
      bytes += own
    } else {
      found.push([thing])
      bytes = own
    }
  }
  return found
}

async function backlogOf(client: SQSClient, url: string): Promise<Backlog> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  )
  return {
    waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  }
}
