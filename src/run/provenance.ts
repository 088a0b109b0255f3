import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, totalmem } from 'node:os'
import type { Compacted } from '../dataset/compact.ts'
import type { RunInfo } from '../dataset/run-info.ts'
import type { TextModel } from '../posts/text-model/entry.ts'
import type { Source } from '../sources/source.ts'
import type { RunOptions } from './options.ts'
import type { Plan } from './plan.ts'
import type { Pseudonymiser } from './pseudonymise.ts'
import type { Tally } from './tally.ts'

export interface Facts {
  options: RunOptions
  plan: Plan
  sources: Source[]
  tally: Tally
  started: Date
  lanes: { device: string | null; peak: number; cpu: number }
  compacted: Compacted | null
  pseudonymiser: Pseudonymiser | null
}

/** What stands in `run.json`. Where names have pseudonyms, sources and options that hold one have the pseudonym, too. */
export async function describeRun(facts: Facts): Promise<RunInfo> {
  const info = await described(facts)
  const { pseudonymiser } = facts
  if (!pseudonymiser) return info
  const { command, sources, options } = JSON.parse(
    pseudonymiser.text(JSON.stringify({ command: info.command, sources: info.sources, options: info.options })),
  ) as Pick<RunInfo, 'command' | 'sources' | 'options'>
  return { ...info, command, sources, options: { ...options, pseudonymKey: 'kept by the user' } }
}

async function described(facts: Facts): Promise<RunInfo> {
  const { options, plan, tally, compacted, lanes } = facts
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  const parent = maxRSS * 1024
  return {
    run_id: plan.runId,
    started_at: facts.started.toISOString(),
    finished_at: new Date().toISOString(),
    command: process.argv.slice(2),
    pipeline_digest: plan.digest,
    versions: await versions(),
    device: lanes.device,
    tasks: plan.tasks,
    tasks_left_out: plan.leftOut,
    models: plan.models.map(({ task, name, sha256 }) => ({ task, name, sha256 })),
    text_model: plan.textModel && textModelInfo(plan.textModel),
    brands: plan.brands?.map((brand) => brand.name) ?? [],
    picture_rules: { ...plan.picture },
    thresholds: { ...plan.thresholds },
    options: { ...options },
    pseudonyms: facts.pseudonymiser && { method: 'HMAC-SHA-256', key_id: facts.pseudonymiser.keyId },
    sources: facts.sources.map(({ name, kind, ledger }) => ({
      name,
      kind,
      left_out: Object.fromEntries(ledger.leftOut),
      notes: ledger.notes,
    })),
    counts: {
      references: tally.references,
      duplicates: tally.duplicates,
      measured: tally.measured,
      already_measured: tally.alreadyMeasured,
      errors: tally.failed,
      errors_by_code: Object.fromEntries(tally.errors),
      detections: tally.detections,
      posts: tally.posts,
      images_in_dataset: compacted?.rows.images ?? null,
      images_of_other_digests: compacted?.otherDigests ?? null,
    },
    complete: compacted !== null,
    seconds: tally.seconds,
    images_per_second: tally.measured / tally.seconds,
    cpu_seconds: (userCPUTime + systemCPUTime) / 1e6 + lanes.cpu,
    workers: options.workers,
    peak_memory: { parent, lane: lanes.peak, total: parent + options.workers * lanes.peak },
    machine: {
      platform: `${process.platform} ${process.arch}`,
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memory: totalmem(),
    },
  }
}

function textModelInfo({ name, sha256, tokenizerSha256, licence, labels, maxTokens, placeholders }: TextModel) {
  const model = { name, sha256, tokenizer_sha256: tokenizerSha256, licence }
  return { ...model, labels: [...labels], max_tokens: maxTokens, placeholders }
}

async function versions(): Promise<Record<string, string>> {
  const [{ default: sharp }, { version }] = await Promise.all([import('sharp'), import('@duckdb/node-api')])
  return {
    limelight: packageVersion(new URL('../../package.json', import.meta.url)),
    node: process.versions.node,
    sharp: sharp.versions.sharp ?? 'unknown',
    libvips: sharp.versions.vips,
    onnxruntime: packageVersion(createRequire(import.meta.url).resolve('onnxruntime-node/package.json')),
    duckdb: version(),
  }
}

function packageVersion(path: string | URL): string {
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}
