import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { Settings } from './context.ts'
import { names } from './contract.ts'

/**
 * What the account may cost a month. Of the whole account: a budget of tagged resources says nothing at all until somebody
 * activates the tag for billing. It lags half a day behind; the alarm "spend" does not.
 */
export function budget(scope: Construct, { stage, budget }: Settings, topic: Topic): CfnBudget {
  const tell = (notificationType: string, threshold: number) => ({
    notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
    subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
  })
  return new CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: names(stage).stack,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: budget, unit: 'USD' },
    },
    notificationsWithSubscribers: [tell('ACTUAL', 80), tell('ACTUAL', 100), tell('FORECASTED', 100)],
  })
}
