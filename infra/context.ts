import { z } from 'zod'
import { isLocal } from './contract.ts'
import { defaultMachines, machineProblem } from './machines.ts'

/** `--context brands=Nike,Adidas` gives text, cdk.json may give a list. */
const list = <T extends z.ZodType>(entry: T) =>
  z.preprocess((value) => {
    if (typeof value !== 'string') return value
    return value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  }, z.array(entry))

/** Numbers and yes or no are text on the command line. */
const number = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && /^[\d.]+$/.test(value) ? Number(value) : value), schema)
const whole = (least: number, most: number) => number(z.int().min(least).max(most))
const yesOrNo = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean())

/** Days that CloudWatch can keep logs for. */
const logDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365]

/** What a deployment may choose, by `--context NAME=VALUE` or under "context" in cdk.json; the table in docs/aws.md. */
export const contextSchema = z.strictObject({
  stage: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?$/, 'is 1 to 20 of a-z, 0-9 and hyphens, none at an end')
    .default('main')
    .describe('which of several deployments in one account; those that begin with `local` are for an emulator'),
  account: z
    .string()
    .regex(/^\d{12}$/, 'is 12 digits')
    .optional()
    .describe("AWS account, else the command line's own"),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is no name of an AWS region')
    .optional()
    .describe("AWS region, else the command line's own"),
  email: list(z.email()).default([]).describe('who gets the morning report and the alarms'),
  schedule: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time as 06:30')
    .default('06:30')
    .describe('when the night is closed: reconciled, compacted, reported; the day before, in UTC'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'is no time zone of the IANA database')
    .default('UTC')
    .describe('of `schedule`'),
  brands: list(z.string().min(1)).default([]).describe('names of the catalogue that are looked for'),
  config: z
    .string()
    .min(1)
    .optional()
    .describe(
      'folder with a limelight.config.json and all that it names: brands file and references, own models, own variables, a table of colours',
    ),
  tasks: list(z.enum(['objects', 'faces', 'text', 'classes', 'logos']))
    .optional()
    .describe("models that run, else the command line's default; an empty text is none"),
  variables: z
    .preprocess(
      (value) => (typeof value === 'string' && value.includes(',') ? value.split(',') : value),
      z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
    )
    .optional()
    .describe(
      'image variables: core, curated, all, or families with commas; else those of `config`, else core, the cheapest',
    ),
  device: z
    .enum(['cuda', 'webgpu', 'cpu', 'auto'])
    .default('cuda')
    .describe('execution provider of the models; one that does not work is an error'),
  instanceTypes: list(z.string())
    .optional()
    .describe('machines of workers, any number of kinds, else several with a GPU (several without for device=cpu)'),
  onDemand: yesOrNo.default(true).describe('machines at the full price where no spot machine is to be had'),
  zones: whole(1, 6).default(3).describe('availability zones that are used'),
  maxWorkers: whole(1, 10_000).default(20).describe('workers at the same time, at most'),
  targetMinutes: whole(1, 1_440).default(120).describe('time in which a backlog should be gone'),
  rate: number(z.number().positive()).default(60).describe('images a second that one worker is expected to measure'),
  sourceBuckets: list(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is no name of a bucket'))
    .default([])
    .describe('buckets beside the own one that images may be read from, for `limelight cloud backfill`'),
  announce: z
    .enum(['events', 'listing'])
    .default('events')
    .describe(
      'how uploads get into the queue: an event each, at once, or by listing the bucket, later and at a tenth of the cost',
    ),
  announceMinutes: whole(5, 1_440).default(60).describe('minutes between two listings, for announce=listing'),
  leastImages: whole(1, 1_000_000)
    .default(1)
    .describe('by day, fewer images than that wait for the next full hour before a worker is started'),
  imageDays: whole(1, 36_500).optional().describe('days after which uploaded images are removed, else never'),
  datasetDays: whole(1, 36_500).optional().describe('days after which datasets and reports are removed, else never'),
  inventory: yesOrNo
    .default(false)
    .describe(
      'S3 itself lists the uploads, for more than some tens of millions of images in the bucket; nights wait for its list',
    ),
  versionDays: whole(1, 3_650).default(7).describe('days for which overwritten and removed objects can be had back'),
  logDays: number(z.literal(logDays)).default(30).describe('days for which logs are kept'),
  scanGigabytes: whole(1, 100_000).default(100).describe('what one query of Athena may read, at most'),
  functionMemory: whole(2048, 10_240)
    .default(3008)
    .describe('MB of the functions that compact and report; new accounts have no more than 3008'),
  reserveConcurrency: yesOrNo
    .default(true)
    .describe('that no two dispatches run at once; accounts with a quota of 10 concurrent functions need false'),
  maxErrorRate: number(z.number().min(0).max(1)).default(0.2).describe('share of quarantined images that is an alarm'),
  budget: number(z.number().positive())
    .default(100)
    .describe('US dollars a month that the account is expected to cost'),
  dailySpend: number(z.number().positive())
    .default(20)
    .describe('US dollars that workers may cost in 24 hours before it is an alarm'),
  workerPrice: number(z.number().positive())
    .default(0.5)
    .describe('US dollars an hour that a worker is taken to cost, for that alarm'),
})

export type Settings = z.infer<typeof contextSchema> & {
  instanceTypes: string[]
  /** File that the folder `config` was packed into. */
  packedConfig?: string
}

/**
 * The deployment's settings from the context of the CDK app.
 * @param context everything that the CDK's CLI knows; keys with a colon, a slash or an at sign are its own
 * @throws Error that names each key that is wrong, and what is wrong with it
 */
export function readSettings(context: Record<string, unknown>): Settings {
  const own = Object.fromEntries(Object.entries(context).filter(([key]) => !/[:/@]/.test(key)))
  const result = contextSchema.safeParse(own)
  if (!result.success) throw invalid(result.error.issues.map((issue) => says(issue, own)))
  const { stage, device, instanceTypes = defaultMachines(device) } = result.data
  const problems = instanceTypes.flatMap((type) => machineProblem(type, device) ?? [])
  if (problems.length > 0) throw invalid(problems.map((problem) => `instanceTypes: ${problem}`))
  return { ...(isLocal(stage) && emulated), ...result.data, instanceTypes }
}

/** The account and region that emulators have. */
const emulated = { account: '000000000000', region: 'us-east-1' }

function invalid(problems: string[]): Error {
  return new Error(`the context is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
}

function says(issue: z.core.$ZodIssue, own: Record<string, unknown>): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.join(', ')}: there is no such setting; there are ${Object.keys(contextSchema.shape).join(', ')}`
  const [key = ''] = issue.path
  return `${String(key)} = ${JSON.stringify(own[String(key)])}: ${issue.message}`
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
