import { z } from 'zod'
import { isLocal } from './contract.ts'

/** `--context brands=Nike,Adidas` gives text, cdk.json may give a list. */
const list = <T extends z.ZodType>(entry: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
    z.array(entry),
  )

/** Numbers of the command line are text. */
const number = (schema: z.ZodNumber) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value), schema)

const whole = (least: number, most: number) => number(z.int().min(least).max(most))

/** What a deployment may choose, by `--context NAME=VALUE` or under "context" in cdk.json. docs/aws.md shows it as a table. */
const contextSchema = z.strictObject({
  stage: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,18}[a-z0-9]$|^[a-z0-9]$/, 'is 1 to 20 of a-z, 0-9 and hyphens, no hyphen at an end')
    .default('main')
    .describe('which of several deployments in one account; those that begin with "local" are for an emulator'),
  account: z
    .string()
    .regex(/^\d{12}$/, 'is 12 digits')
    .optional()
    .describe("AWS account; the CLI's own if not given"),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is no AWS region')
    .optional()
    .describe("AWS region; the CLI's own if not given"),
  brands: list(z.string().min(1)).default([]).describe('names of the catalogue that are looked for'),
  imageDays: whole(1, 36_500).optional().describe('days after which uploaded images are removed; never if not given'),
  versionDays: whole(1, 3_650).default(7).describe('days for which overwritten and removed objects are kept'),
  logDays: z
    .preprocess(
      (value) => (typeof value === 'string' ? Number(value) : value),
      z.literal([1, 3, 5, 7, 14, 30, 60, 90, 180, 365]),
    )
    .default(30)
    .describe('days for which logs are kept'),
})

export type Settings = z.infer<typeof contextSchema>

/**
 * The deployment's settings from the context of the CDK app.
 * @param context everything that the CDK's CLI knows; keys with a colon, a slash or an at sign are its own
 * @throws Error that names each key that is wrong, and what is wrong with it
 */
export function readSettings(context: Record<string, unknown>): Settings {
  const own = Object.fromEntries(Object.entries(context).filter(([key]) => !/[:/@]/.test(key)))
  const result = contextSchema.safeParse(own)
  if (result.success) return withPlace(result.data)
  throw new Error(
    `the context is not valid:\n${result.error.issues.map((issue) => `  ${says(issue, own)}`).join('\n')}`,
  )
}

/** The account and region that emulators have. */
function withPlace(settings: Settings): Settings {
  return isLocal(settings.stage) ? { account: '000000000000', region: 'us-east-1', ...settings } : settings
}

function says(issue: z.core.$ZodIssue, own: Record<string, unknown>): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.join(', ')}: there is no such setting; there are ${Object.keys(contextSchema.shape).join(', ')}`
  const [key = ''] = issue.path
  return `${issue.path.join('.')} = ${JSON.stringify(own[String(key)])}: ${issue.message}`
}
