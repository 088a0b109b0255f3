import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { accept, acceptWildcard } from './accept.ts'
import type { Settings } from './context.ts'
import { type FunctionName, functionNames, names, variableNames } from './contract.ts'
import { environmentOf } from './environment.ts'
import { functionSizes } from './function-sizes.ts'
import { type Grounds, grant } from './grant.ts'
import { functionRights } from './rights.ts'

export type Functions = Record<FunctionName, Lambda>

export interface FunctionsOptions extends Required<Grounds> {
  /** Folder with NAME.zip for every function. */
  bundles: string
  /** An emulator's address, for functions that run beside it. */
  endpoint?: string
}

/** The functions, each with a role and a log of its own. */
export function functions(scope: Construct, options: FunctionsOptions): Functions {
  const { settings, storage, topic, endpoint } = options
  const environment = {
    ...environmentOf(scope, settings, storage),
    [variableNames.topicArn]: topic.topicArn,
    ...(endpoint && { [variableNames.endpoint]: endpoint }),
  }
  const entries = functionNames.map((name) => [name, lambda(scope, name, environment, options)])
  const all: Functions = Object.fromEntries(entries)
  all['ingest-posts'].addEventSource(
    // One file a call: a table of a million posts takes its time. What fails is tried again, the rest is not.
    new SqsEventSource(storage.queues.posts, { batchSize: 1, reportBatchItemFailures: true, maxConcurrency: 5 }),
  )
  return all
}

function lambda(
  scope: Construct,
  name: FunctionName,
  environment: Record<string, string>,
  { bundles, ...grounds }: FunctionsOptions,
): Lambda {
  const { settings } = grounds
  const called = names(settings.stage)
  const { memory, timeout, disk } = functionSizes(settings)[name]
  const logGroup = new LogGroup(scope, `${name}Log`, {
    logGroupName: called.functionLogs(name),
    retention: settings.logDays,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  const role = new Role(scope, `${name}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `What the function ${called.function(name)} may do`,
  })
  role.addToPolicy(
    new PolicyStatement({
      sid: 'Log',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  )
  acceptWildcard(role, logGroup.logGroupArn, 'Streams of its own log group; Lambda makes up their names.')
  grant(role, functionRights[name], grounds)
  const made = new Lambda(scope, name, {
    functionName: called.function(name),
    code: Code.fromAsset(bundleOf(name, bundles)),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_22_X,
    architecture: Architecture.ARM_64,
    memorySize: memory,
    timeout: Duration.seconds(timeout),
    ephemeralStorageSize: Size.mebibytes(disk),
    ...(name === 'dispatch' && reserved(settings)),
    // Else glibc keeps an arena a thread, and DuckDB's pages in their heaps: a fifth of a compaction's memory.
    environment: { ...environment, NODE_OPTIONS: '--enable-source-maps', MALLOC_ARENA_MAX: '2' },
    role,
    logGroup,
  })
  accept(
    made,
    'AwsSolutions-L1',
    "Node 22 is the worker's Node, too: one version to test. Lambda supports it until April 2027.",
  )
  return made
}

/** Two dispatches at a time would each start the workers that are missing. */
function reserved({ reserveConcurrency }: Settings): { reservedConcurrentExecutions?: number } {
  return reserveConcurrency ? { reservedConcurrentExecutions: 1 } : {}
}

function bundleOf(name: FunctionName, folder: string): string {
  const file = join(folder, `${name}.zip`)
  if (existsSync(file)) return file
  throw new Error(
    `${file}: the function ${name} is not bundled; is there functions/${name}/handler.ts? ` +
      '`node scripts/bundle-functions.mjs local` (or aws) bundles all that are there',
  )
}
