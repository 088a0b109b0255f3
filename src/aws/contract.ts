/**
 * The names that the stacks, the functions, the worker and the command line share. Nothing here reads anything: a stage,
 * an account and a region decide every name.
 */

/** Folders of the data bucket. */
export const prefixes = {
  /** Uploaded images, by any key below it. */
  images: 'images/',
  /** Uploaded files of posts: tables and Instaloader's JSON. */
  posts: 'posts/',
  /** Lists of images, one message each: `manifests/WHY/.../00001.jsonl`. */
  manifests: 'manifests/',
  /** What workers write, `shards/DATASET/dt=DAY/RUN-HASH.parquet`; gone after compaction. */
  shards: 'shards/',
  /** Which image belongs to which post, `links/dt=DAY/HASH.parquet`. */
  links: 'links/',
  /** What is asked: `datasets/DATASET/dt=DAY/part-00-of-01.parquet`, one row an image of that day. */
  datasets: 'datasets/',
  /** How rows came about: `provenance/DIGEST.json`, as a run's run.json. */
  provenance: 'provenance/',
  /** `reports/dt=DAY/report.html` and `summary.json`. */
  reports: 'reports/',
  /** Results of Athena's queries. */
  athena: 'athena/',
} as const

export const functionNames = [
  'announce',
  'dispatch',
  'ingest-posts',
  'backfill',
  'reconcile',
  'compact',
  'report',
  'notify',
] as const

export type FunctionName = (typeof functionNames)[number]

/** Names within one account and region. `stage`: 1 to 20 of a-z, 0-9 and hyphens; those that begin with `local` are for an emulator. */
export function names(stage: string) {
  const own = `limelight-${stage}`
  return {
    /** CloudFormation stacks begin with it. */
    stack: own,
    /** One image a message: S3's events. */
    uploadsQueue: `${own}-uploads`,
    /** Up to 1,000 images a message: backfills, what was lost, retries. */
    manifestsQueue: `${own}-manifests`,
    /** Events of files below `posts/`. */
    postsQueue: `${own}-posts`,
    /** Dead letters of the three queues above. */
    deadLetterQueue: `${own}-dead-letters`,
    jobQueue: `${own}-workers`,
    jobDefinition: `${own}-worker`,
    stateMachine: `${own}-nightly`,
    topic: `${own}-reports`,
    /** Athena's names have no hyphens. */
    database: `limelight_${stage.replaceAll('-', '_')}`,
    workgroup: own,
    workerLogs: `/limelight/${stage}/worker`,
    metrics: 'Limelight',
    function: (name: FunctionName) => `${own}-${name}`,
    functionLogs: (name: FunctionName) => `/aws/lambda/${own}-${name}`,
  }
}

/** The data bucket: bucket names are unique in the whole world, hence account and region. */
export function bucketName(stage: string, account: string, region: string): string {
  return `limelight-${stage}-${account}-${region}`
}

export const isLocal = (stage: string): boolean => stage.startsWith('local')

/** Environment variables of the worker and the functions; `src/environment.ts` reads them. */
export const variableNames = {
  stage: 'LIMELIGHT_STAGE',
  bucket: 'LIMELIGHT_BUCKET',
  /** Other buckets that images may be read from, with commas. */
  sourceBuckets: 'LIMELIGHT_SOURCE_BUCKETS',
  /** The queue that a worker takes messages from. */
  queueUrl: 'LIMELIGHT_QUEUE_URL',
  uploadsQueueUrl: 'LIMELIGHT_UPLOADS_QUEUE_URL',
  manifestsQueueUrl: 'LIMELIGHT_MANIFESTS_QUEUE_URL',
  deadLetterQueueUrl: 'LIMELIGHT_DEAD_LETTER_QUEUE_URL',
  topicArn: 'LIMELIGHT_TOPIC_ARN',
  /** What to measure: a JSON object with the fields of limelight.config.json (brands, tasks, variables, device, ...). */
  job: 'LIMELIGHT_JOB',
  /** Address of a packed folder with limelight.config.json and all that it names: brands, references, own models and variables. */
  config: 'LIMELIGHT_CONFIG',
  /** Sizes of the worker and of dispatch, as JSON. */
  sizes: 'LIMELIGHT_SIZES',
  /** Another endpoint than AWS's own, for an emulator: all services, path-style S3. */
  endpoint: 'LIMELIGHT_AWS_ENDPOINT',
} as const

export const limits = {
  /** A message is received this often, then it is a dead letter. */
  maxReceiveCount: 5,
  /** Seconds that a received message is hidden; the worker extends it each third of that. */
  visibility: 300,
  /** Seconds between a spot instance's notice (SIGTERM) and its end, less some for the last requests. */
  grace: 100,
  /** Images of one manifest. */
  imagesPerManifest: 1000,
  /** Days that messages wait, and dead letters. */
  retention: 14,
  /** Minutes between two looks of dispatch at the backlog, by day. */
  dispatchMinutes: 5,
  /** How often a lost image is queued again before it is quarantined. */
  reconcileAttempts: 3,
} as const

/** The message that stands for a manifest. */
export interface ManifestMessage {
  limelight: 'manifest'
  bucket: string
  /** Below `manifests/`. */
  key: string
  /** How many images it lists. */
  images: number
  /** Day (UTC) in whose partition the rows go. */
  dt: string
}

/** A line of a manifest. */
export interface ManifestLine {
  /** The data bucket if not given. */
  bucket?: string
  key: string
}

/** What begins a message that a worker can't use at all: it goes to the dead letters with this attribute saying why. */
export const reasonAttribute = 'limelight-reason'

/** `datasets/images/dt=2026-11-22/`; `root` is `shards/` or `datasets/`. */
export function partition(root: 'shards/' | 'datasets/', dataset: string, dt: string): string {
  return `${root}${dataset}/dt=${dt}/`
}

/** Where a worker says how the rows of a pipeline digest come about. */
export function provenanceKey(digest: string): string {
  return `${prefixes.provenance}${digest}.json`
}

/** A day in UTC, `YYYY-MM-DD`. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10)
}

/** What the steps of a night say to one another. The state machine in infra/ passes them on as they are. */
export namespace Night {
  /** A day, or the time for which the schedule called: then the day before it. */
  export interface Call {
    dt?: string
    time?: string
    /** How often this night has waited for workers. */
    round?: number
    /** The clock calls again soon: a few images may wait for the next full hour. */
    patient?: boolean
  }
  export interface Dispatched {
    dt: string
    round: number
    /** Messages that wait or are being worked on, images' queues only. */
    backlog: number
    /** Workers that run or are about to, and those that this call started. */
    running: number
    started: number
  }
  export interface Reconciled {
    dt: string
    round: number
    /** Images uploaded that day, those that have a row, and those that were queued again or given up now. */
    uploads: number
    measured: number
    queued: number
    lost: number
  }
  export interface CompactCall {
    dt: string
    step: 'plan' | 'slice' | 'finish'
    slice?: number
    of?: number
  }
  export interface Planned {
    dt: string
    /** One call each, any order, side by side. */
    slices: { dt: string; step: 'slice'; slice: number; of: number }[]
  }
  export interface Compacted {
    dt: string
    rows: Record<string, number>
    /** Shards that were removed. */
    removed: number
  }
  export interface Reported {
    dt: string
    bucket: string
    /** `reports/dt=DAY/report.html` */
    key: string
    images: number
    errors: number
    lost: number
    posts: number
    brands: { brand: string; images: number; share: number | null; low: number | null; high: number | null }[]
    /** Null: too few images of the week are there to be compared. */
    week: Week | null
  }
  /** What came of comparing a sample of the images of a week, `limelight corpus`. */
  export interface Week {
    from: string
    to: string
    /** How many images it was drawn from, about, and how many were compared. */
    of: number
    images: number
    /** What they were compared by. */
    vector: string
    /** Mean typicality of the images of a brand, 0 to 1; a half is usual. */
    brands: { brand: string; images: number; typicality: number | null; low: number | null; high: number | null }[]
  }
  export interface NotifyCall {
    dt?: string
    report?: Reported
    /** What went wrong, as Step Functions tells it. */
    failure?: { Error?: string; Cause?: string }
  }
}
