import { mkdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { stackFolder } from '../emulator/stay.mjs'
import { account, called, openPlace, region } from './place.mjs'

/** Runs the nightly state machine for a day, today if none is given, and fetches the report. */
export default async function night([dt = new Date().toISOString().slice(0, 10)]) {
  const { to, bucket } = await openPlace()
  const client = new SFNClient(to)
  const { executionArn } = await client.send(
    new StartExecutionCommand({
      stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:${called.stateMachine}`,
      input: JSON.stringify({ dt, round: 0 }),
    }),
  )
  await follow(client, executionArn, dt)
  const file = join(stackFolder, `reports/${dt}.html`)
  mkdirSync(dirname(file), { recursive: true })
  if (!(await bucket.download(`reports/dt=${dt}/report.html`, file))) throw new Error(`${dt}: there is no report`)
  console.log(`The night of ${dt} is done; open ${relative(process.cwd(), file)}`)
}

async function follow(client, executionArn, dt) {
  for (let told = 0; ; await sleep(300)) {
    const { status, output, cause } = await client.send(new DescribeExecutionCommand({ executionArn }))
    const entered = await statesOf(client, executionArn)
    for (const name of entered.slice(told)) console.log(`  ${name}`)
    told = entered.length
    if (status === 'SUCCEEDED') return
    if (status !== 'RUNNING') throw new Error(`the night of ${dt} ended ${status}: ${cause ?? output}`)
  }
}

async function statesOf(client, executionArn) {
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))
  return events.flatMap(({ stateEnteredEventDetails: state }) => (state ? [state.name] : []))
}
