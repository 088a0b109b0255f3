import { Aws } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { Settings } from './context.ts'
import { names } from './contract.ts'

/** Where reports and alarms are told. Not encrypted with a key of ours: what is said is mailed, and CloudWatch could not use AWS's key. */
export function topic(scope: Construct, { stage, email }: Settings): Topic {
  const told = new Topic(scope, 'Reports', {
    topicName: names(stage).topic,
    displayName: `Limelight ${stage}`,
    enforceSSL: true,
  })
  for (const address of email) told.addSubscription(new EmailSubscription(address))
  // A policy of its own takes the place of the one that lets the account's services in.
  told.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsAndBudgetsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com'), new ServicePrincipal('budgets.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [told.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  )
  return told
}
