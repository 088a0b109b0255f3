import { setTimeout as sleep } from 'node:timers/promises'
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { connection } from '../../src/aws/clients.ts'
import { account, type Connected, region } from './connected.ts'

/** States of a night in which nothing is left over, in order. */
export const statesOfANight = [
  'Dispatch',
  'Is work left?',
  'Reconcile',
  'Was anything lost?',
  'Plan the compaction',
  'Compact',
  'Finish the compaction',
  'Report',
  'Notify',
]

export interface Execution {
  /** `SUCCEEDED`, `FAILED`, ... */
  status: string
  /** Names in the order in which they were entered. */
  states: string[]
  output: unknown
}

/** Runs the nightly state machine of a stage to its end. */
export async function runNight({ endpoint, names }: Connected, input: Record<string, unknown>): Promise<Execution> {
  const client = new SFNClient(connection(endpoint))
  try {
    const { executionArn } = await client.send(
      new StartExecutionCommand({
        stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:${names.stateMachine}`,
        input: JSON.stringify(input),
      }),
    )
    for (;;) {
      const { status = '', output } = await client.send(new DescribeExecutionCommand({ executionArn }))
      if (status === 'RUNNING') {
        await sleep(200)
        continue
      }
      const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))
      const states = events.flatMap(({ stateEnteredEventDetails: state }) => state?.name ?? [])
      return { status, states, output: output ? JSON.parse(output) : null }
    }
  } finally {
    client.destroy()
  }
}
