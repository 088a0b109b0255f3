import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import type { Construct } from 'constructs'
import { acceptWildcard } from './accept.ts'
import type { Settings } from './context.ts'
import { isLocal, names } from './contract.ts'
import { functionSizes } from './function-sizes.ts'
import type { Functions } from './functions.ts'
import { nightlyDefinition } from './nightly-definition.ts'

/** What the definition calls. */
const steps = ['dispatch', 'reconcile', 'compact', 'report', 'notify'] as const

/** The state machine that closes a day. */
export function nightly(scope: Construct, settings: Settings, functions: Functions): StateMachine {
  const { stage, logDays, inventory } = settings
  const sizes = functionSizes(settings)
  const definition = nightlyDefinition({
    arnOf: (name) => functions[name].functionArn,
    timeoutOf: (name) => sizes[name].timeout,
    inventory,
    // Somebody waits for an emulator's night.
    ...(isLocal(stage) ? { pause: 2, patience: 1 } : { pause: 300, patience: 20 }),
  })
  const role = new Role(scope, 'NightlyRole', {
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    description: 'What the nightly state machine may do',
  })
  role.addToPolicy(
    new PolicyStatement({
      sid: 'Steps',
      actions: ['lambda:InvokeFunction'],
      resources: steps.map((name) => functions[name].functionArn),
    }),
  )
  acceptWildcard(role, '*', 'Delivery of logs and traces knows no narrower resource.')
  return new StateMachine(scope, 'Nightly', {
    stateMachineName: names(stage).stateMachine,
    definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
    role,
    tracingEnabled: true,
    logs: {
      destination: new LogGroup(scope, 'NightlyLog', {
        logGroupName: `/aws/vendedlogs/states/${names(stage).stateMachine}`,
        retention: logDays,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      level: LogLevel.ALL,
      includeExecutionData: true,
    },
  })
}
