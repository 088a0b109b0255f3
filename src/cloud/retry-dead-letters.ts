import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { z } from 'zod'
import { prefixes, reasonAttribute } from '../aws/contract.ts'
import type { Queue } from '../aws/queue.ts'

export interface DeadLetterQueues {
  deadLetters: Queue
  uploads: Queue
  manifests: Queue
  posts: Queue
}

export interface Redriven {
  /** Messages that are back in the queues from which they came. */
  moved: number
  /** Messages that stay, as trying again can't help, by reason. */
  kept: Record<string, number>
}

/**
 * Puts dead letters back where they came from. SQS does it by itself where it knows how; what workers put aside with a
 * reason stays.
 */
export async function redrive(
  queues: DeadLetterQueues,
  onMoved: (moved: number) => void = () => {},
): Promise<Redriven> {
  const bySqs = await moveTask(queues.deadLetters, onMoved)
  const rest = await moveByHand(queues, (moved) => onMoved(bySqs + moved))
  return { moved: bySqs + rest.moved, kept: rest.kept }
}

/** @returns how many SQS moved; it stops at the first message that it has not moved there itself, and some emulators can't do it */
async function moveTask({ client, url }: Queue, onMoved: (moved: number) => void): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  )
  const SourceArn = Attributes?.QueueArn ?? ''
  let handle: string | undefined
  try {
    handle = (await client.send(new StartMessageMoveTaskCommand({ SourceArn }))).TaskHandle
  } catch (error) {
    if (cannotMove.has((error as Error).name)) return 0
    throw error
  }
  for (let wait = 500; ; wait = Math.min(5_000, wait * 1.5)) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    const { Results = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }))
    const task = Results.find(({ TaskHandle }) => TaskHandle === handle) ?? Results[0]
    const moved = task?.ApproximateNumberOfMessagesMoved ?? 0
    onMoved(moved)
    if (task?.Status !== 'RUNNING') return moved
  }
}

const cannotMove = new Set(['InvalidAction', 'UnsupportedOperation', 'InvalidAddress'])

/** Seconds for which a message is hidden while it is moved, or stays. */
const hidden = 120

async function moveByHand(queues: DeadLetterQueues, onMoved: (moved: number) => void): Promise<Redriven> {
  const { client, url } = queues.deadLetters
  const found: Redriven = { moved: 0, kept: {} }
  const staying = new Map<string, string>()
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        VisibilityTimeout: hidden,
        MessageAttributeNames: [reasonAttribute],
      }),
    )
    // What stays comes again when many messages take longer than it is hidden for.
    if (Messages.every(({ MessageId = '' }) => staying.has(MessageId))) break
    const homes = Messages.map((message) => ({ message, home: homeOf(message) }))
    for (const name of ['uploads', 'manifests', 'posts'] as const) {
      const mine = homes.filter(({ home }) => home === name).map(({ message }) => message)
      if (mine.length === 0) continue
      // Sent before it is deleted: a message may be there twice, and is never gone.
      await queues[name].send(mine.map(({ Body = '' }) => ({ body: Body })))
      await client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: url,
          Entries: mine.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        }),
      )
      found.moved += mine.length
    }
    for (const { message, home } of homes) {
      if (typeof home === 'string') continue
      const { MessageId: id = '', ReceiptHandle: receipt = '' } = message
      if (!staying.has(id)) found.kept[home.why] = (found.kept[home.why] ?? 0) + 1
      staying.set(id, receipt)
    }
    onMoved(found.moved)
  }
  await queues.deadLetters.hide(
    [...staying].map(([id, receipt]) => ({ id, receipt })),
    0,
  )
  return found
}

type Home = 'uploads' | 'manifests' | 'posts' | { why: string }

const manifest = z.object({ limelight: z.literal('manifest') })
const record = z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })
const event = z.object({ Records: z.array(record).min(1) })
const bridged = z.object({ source: z.literal('aws.s3') })

/** The queue that a message came from, as its text tells. */
function homeOf({ Body = '', MessageAttributes }: Message): Home {
  const why = MessageAttributes?.[reasonAttribute]?.StringValue
  if (why !== undefined) return { why }
  let content: unknown
  try {
    content = JSON.parse(Body)
  } catch {
    return { why: 'the message is no JSON' }
  }
  if (manifest.safeParse(content).success) return 'manifests'
  if (bridged.safeParse(content).success) return 'uploads'
  const { data } = event.safeParse(content)
  if (!data) return { why: 'the message is neither an event of S3 nor a manifest' }
  return data.Records[0]?.s3.object.key.startsWith(prefixes.posts) ? 'posts' : 'uploads'
}
