import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import type { Construct } from 'constructs'
import type { Settings } from './context.ts'
import { type Functions, functions } from './functions.ts'
import { nightly } from './nightly.ts'
import { schedules } from './schedules.ts'
import type { Storage } from './storage.ts'
import { topic } from './topic.ts'

export interface NightsOptions {
  settings: Settings
  storage: Storage
  /** Folder of the functions' bundles. */
  bundles: string
  endpoint?: string
}

export interface Nights {
  topic: Topic
  functions: Functions
  nightly: StateMachine
}

/** What happens without a worker: functions, and when they run. */
export function nights(scope: Construct, { settings, ...options }: NightsOptions): Nights {
  const told = topic(scope, settings)
  const all = functions(scope, { settings, topic: told, ...options })
  const machine = nightly(scope, settings, all)
  schedules(scope, settings, all, machine)
  return { topic: told, functions: all, nightly: machine }
}
