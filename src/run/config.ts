import { dirname, resolve } from 'node:path'
import { z } from 'zod'

import { editDistance } from '../brands/edit-distance.ts'
import { isGallery } from '../brands/gallery/gallery-brands.ts'
import { stages } from '../brands/stages.ts'

import { systemCode } from '../dataset/system-error.ts'
import { UsageError } from '../errors.ts'
import { readUserText } from '../user-text.ts'
import { familyNames } from '../variables/registry/choose.ts'
import { familyVariables } from '../variables/registry/families.ts'
import { tasks } from '../vision/detection.ts'
import { deviceChoices } from '../vision/device.ts'
import { adapters } from '../vision/models.ts'

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'is 64 lower-case hex digits')

/** A family of image variables. Who names a column is told which family has it. */
const familySchema = z.enum(['curated', 'all', ...familyNames], {
  error: ({ input }) => {
    const column = familyVariables.find(({ name }) => name === input)
    return column && `is a column of the family ${column.family}; name that`
  },
})

/** The user's own model: takes the place of the built-in one of its task. */
const modelSchema = z.strictObject({
  name: z.string().min(1),
  task: z.enum(tasks),
  adapter: z.enum(adapters).describe('how its tensors are made and read'),
  path: z.string().min(1).describe('the .onnx file, relative to this file'),
  sha256: sha256Schema,
  licence: z.string().min(1),
  inputSize: z.int().positive().nullable().default(null).describe('longest side of the input in px'),
  labels: z
    .union([z.enum(['coco-80', 'imagenet-1k']), z.array(z.string()).min(1)])
    .describe("labels in the model's order"),
})

const positive = z.int().positive()

const sentiments = ['negative', 'neutral', 'positive'] as const

/** The user's own classifier of captions. */
const textModelSchema = z.strictObject({
  name: z.string().min(1),
  path: z.string().min(1).describe('the .onnx file, relative to this file'),
  sha256: sha256Schema,
  licence: z.string().min(1),
  tokenizer: z.string().min(1).describe('its tokenizer.json, relative to this file'),
  labels: z
    .array(z.enum(sentiments))
    .min(2)
    .refine(
      (labels) => labels.includes('positive') && labels.includes('negative'),
      'needs a positive and a negative output',
    )
    .optional()
    .describe(
      "what each of the model's outputs means, in their order (default: id2label in config.json beside the tokenizer)",
    ),
  maxTokens: z.int().min(8).max(8192).default(128).describe('longer captions are cut'),
  placeholders: z
    .strictObject({ handles: z.string().min(1).optional(), addresses: z.string().min(1).optional() })
    .optional()
    .describe('what stands for @handles and web addresses, if the model was trained so: "@user", "http"'),
})

/** What `limelight.config.json` may hold, and what flags are checked against: the same names, flags win. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  sources: z.array(z.string().min(1)).min(1).optional().describe('folders, tables or images'),
  out: z.string().min(1).optional().describe('folder for the dataset and the report'),
  brands: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe('names of the catalogue, a brands file (.json, .yaml), or a gallery (folder)'),
  stages: z.array(z.enum(stages)).min(1).optional().describe('ways to find logos: as text, by local features'),
  falseAlarms: z
    .number()
    .gt(0)
    .max(0.5)
    .optional()
    .describe('share of photos without the brands in which the stage embedding may see one (0.02)'),
  tasks: z
    .union([z.literal('none'), z.array(z.enum(tasks))])
    .optional()
    .describe('models that run'),
  variables: z
    .union([z.enum(['core', 'curated', 'all']), z.array(familySchema).min(1)])
    .optional()
    .describe(
      'image variables: the core, a curated set of some 80 (default), all but what docs/variables.md marks (by name), or families beside the core',
    ),
  ownVariables: z
    .array(z.string().min(1))
    .optional()
    .describe('modules (.mjs) with variables of your own, relative to this file'),
  colourTable: z
    .string()
    .min(1)
    .optional()
    .describe(
      'names of 32 x 32 x 32 colours, as Athec’s colordict.py or w2c.txt: more columns, table_share_red and so on',
    ),
  device: z.enum(deviceChoices).optional().describe('execution provider of the models'),
  batch: z.int().min(1).max(64).optional().describe('images that models see at once, else 1 on a CPU and 8 on a GPU'),
  analysisSize: z
    .union([z.literal('full'), z.int().min(16)])
    .optional()
    .describe('longest side in px at which images are measured'),
  icc: z.enum(['convert', 'ignore']).optional().describe('what becomes of embedded colour profiles'),
  maxBytes: positive.optional().describe('largest file that is read'),
  maxPixels: positive.optional().describe('largest picture that is decoded'),
  maxMemory: z.int().min(100).optional().describe('MB that a lane may have'),
  timeout: z.number().positive().optional().describe('seconds for one image'),
  root: z.string().min(1).optional().describe('what paths in tables are relative to'),
  map: z.record(z.string(), z.string()).optional().describe('which column of a table holds what'),
  limit: z.int().min(0).optional().describe('only the first so many images'),
  sample: positive.optional().describe('only a random sample of so many images'),
  seed: z.int().min(0).optional().describe('of the sample'),
  workers: z.int().min(1).max(256).optional().describe('lanes'),
  maxErrorRate: z.number().min(0).max(1).optional().describe('share of errors above which the exit code is 3'),
  fetch: z.boolean().optional().describe('fetch images that are addresses on the web or in S3 (default: true)'),
  fetchTimeout: z.number().positive().optional().describe('seconds to fetch one image'),
  fetchRate: z.number().positive().max(1000).optional().describe('requests a second to one host'),
  refresh: z.boolean().optional().describe('ask again whether images that were fetched have changed'),
  allowPrivateHosts: z.boolean().optional().describe('fetch from addresses of private networks, too'),
  retryErrors: z.boolean().optional().describe('measure again what failed in a way that trying again can cure'),
  pseudonymise: z.boolean().optional().describe('keyed hashes in the place of accounts, handles and post ids'),
  pseudonymKey: z
    .string()
    .min(1)
    .optional()
    .describe('file of their key, made where it is not there (limelight-pseudonyms.key)'),
  csv: z.boolean().optional().describe('write CSV, too'),
  report: z.boolean().optional().describe('write report.html'),
  pictures: z.boolean().optional().describe('thumbnails in the report'),
  models: z.array(modelSchema).optional().describe('own models'),
  textModel: textModelSchema.optional().describe('own ONNX classifier of captions (sentiment)'),
})

export type Config = z.infer<typeof configSchema>
export type OwnModel = z.infer<typeof modelSchema>

export const configName = 'limelight.config.json'

/** The JSON Schema that editors use: docs/limelight.config.schema.json. */
export function configJsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' })
  return `${JSON.stringify({ ...schema, title: 'limelight.config.json' }, null, 2)}\n`
}

/**
 * Reads a config file. Its paths are relative to its folder.
 * @param path null: `limelight.config.json` in `cwd`, if there is one
 * @throws UsageError that names the file and the field
 */
export async function readConfig(path: string | null, cwd: string): Promise<Config> {
  const file = resolve(cwd, path ?? configName)
  const text = await readUserText(file).catch((cause: unknown) => {
    if (path === null && systemCode(cause) === 'ENOENT') return null
    throw new UsageError(
      `${path ?? configName}: the config can't be read (${(cause as Error).message}); give the file of settings`,
      { cause },
    )
  })
  return text === null
    ? {}
    : absolute(
        checked(parse(text, file), (field) => (field === '' ? file : `${file}: ${field}`)),
        dirname(file),
      )
}

/**
 * @param called how a field is called where the value comes from: a place in a file, a flag
 * @throws UsageError that names the field, its value and what is wrong with it
 */
export function checked(value: unknown, called: (field: string) => string): Config {
  const result = configSchema.safeParse(value)
  if (result.success) return result.data
  const { path, message } = innermost(result.error.issues[0])
  const given = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)
  const shown = path.length > 0 && given !== undefined ? ` ${JSON.stringify(given)}` : ''
  throw new UsageError(`${called(path.join('.'))}${shown}: ${message}`)
}

interface Issue {
  path: PropertyKey[]
  message: string
}

/** Of a choice between types, what is wrong within the one that fits best: the deepest. */
function innermost(issue: z.core.$ZodIssue | undefined): Issue {
  if (!issue) return { path: [], message: 'is not valid' }
  if (issue.code === 'unrecognized_keys') return { path: issue.path, message: unknownSetting(issue) }
  if (issue.code !== 'invalid_union') return { path: issue.path, message: issue.message }
  const inner = issue.errors.flatMap(([first]) => (first ? [innermost(first)] : []))
  const deepest = inner.toSorted((a, b) => b.path.length - a.path.length)[0]
  if (!deepest || deepest.path.length === 0)
    return { path: issue.path, message: inner.map((i) => i.message).join('; or ') }
  return { path: [...issue.path, ...deepest.path], message: deepest.message }
}

/** Most are settings that are misspelt. */
function unknownSetting({ keys, path }: { keys: readonly string[]; path: readonly PropertyKey[] }): string {
  const [key = ''] = keys
  const near = Object.keys(configSchema.shape)
    .map((name) => ({ name, distance: editDistance(name.toLowerCase(), key.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0]
  const meant = near && path.length === 0 && near.distance <= 2 ? `; did you mean "${near.name}"?` : ''
  return `there is no setting "${key}"${meant || '; docs/limelight.config.schema.json lists them'}`
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UsageError(`${file}: is no JSON (${(cause as Error).message})`, { cause })
  }
}

function absolute(config: Config, folder: string): Config {
  const { sources, out, root, brands, models, ownVariables, colourTable, textModel } = config
  const isFile = typeof brands === 'string' && (/\.(json|ya?ml)$/i.test(brands) || isGallery(brands, folder))
  return {
    ...config,
    ...(sources && { sources: sources.map((source) => resolve(folder, source)) }),
    ...(out && { out: resolve(folder, out) }),
    ...(root && { root: resolve(folder, root) }),
    ...(ownVariables && { ownVariables: ownVariables.map((path) => resolve(folder, path)) }),
    ...(colourTable && { colourTable: resolve(folder, colourTable) }),
    ...(isFile && { brands: resolve(folder, brands) }),
    ...(models && { models: models.map((model) => ({ ...model, path: resolve(folder, model.path) })) }),
    ...(textModel && {
      textModel: {
        ...textModel,
        path: resolve(folder, textModel.path),
        tokenizer: resolve(folder, textModel.tokenizer),
      },
    }),
  }
}
