import { Annotations, type App, Fn, Stack, Tags } from 'aws-cdk-lib'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { alarms } from './alarms.ts'
import { budget } from './budget.ts'
import { catalogue } from './catalogue.ts'
import { compute } from './compute.ts'
import type { Settings } from './context.ts'
import { names } from './contract.ts'
import { dashboard } from './dashboard.ts'
import { workerJob } from './job.ts'
import { place } from './local-stack.ts'
import { measures } from './measures.ts'
import { network } from './network.ts'
import { nights } from './nights.ts'
import { storage } from './storage.ts'
import { workgroup } from './workgroup.ts'

/** Folders that templates are made from. */
export interface Folders {
  /** NAME.zip for every function. */
  bundles: string
  /** The checkout, of which the worker's image is built. */
  root: string
}

/** What runs in AWS: data, workers, nights, and who watches them. Only the first holds anything that can be lost. */
export function cloudStacks(app: App, settings: Settings, { bundles, root }: Folders): Stack[] {
  const stack = (name: string, description: string) => {
    const made = new ZonedStack(app, `${names(settings.stage).stack}-${name}`, {
      env: place(settings),
      description: `Limelight, stage ${settings.stage}: ${description}`,
      terminationProtection: name === 'data',
    })
    Tags.of(made).add('limelight', settings.stage)
    return made
  }

  const data = stack('data', 'the bucket, its queues, and the tables over it')
  const stored = storage(data, settings)
  catalogue(data, settings)
  workgroup(data, settings)

  const workers = stack('workers', 'machines from none to many, and what they run')
  compute(workers, settings, network(workers, settings, stored.logs as IBucket))
  workerJob(workers, settings, stored, root)

  const byNight = stack('nights', 'functions, and when they run')
  const running = nights(byNight, { settings, storage: stored, bundles })
  // Dispatch names the workers' queue: it should be there.
  byNight.addStackDependency(workers)

  const watch = stack('watch', 'dashboard, alarms, budget')
  const measured = measures(watch, settings, stored.queues, running)
  dashboard(watch, settings, measured, alarms(watch, settings, measured, running.topic))
  budget(watch, settings, running.topic)

  if (settings.email.length === 0)
    Annotations.of(byNight).addWarningV2(
      'limelight:email',
      'nobody is told of reports and alarms; give --context email=you@example.org',
    )
  return [data, workers, byNight, watch]
}

/** A stack whose availability zones are known to CloudFormation: asking the account for them would take credentials. */
class ZonedStack extends Stack {
  override get availabilityZones(): string[] {
    return Array.from({ length: mostZones }, (_, index) => Fn.select(index, Fn.getAzs()))
  }
}

/** As many as the setting `zones` may be. */
const mostZones = 6
