import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { root } from './root.mjs'

/**
 * Writes the template of a local stage and what it needs into a temporary folder. It can be done while the emulator starts.
 * @param {string} stage
 * @param {{ functions: boolean, config?: string }} options without functions it is the bucket and its queues only; `config` is a folder, as the setting
 * @returns {Promise<string>} the folder; `deploy` removes it
 */
export async function synthesise(stage, { functions, config }) {
  const folder = mkdtempSync(join(tmpdir(), 'limelight-synth-'))
  const script = join(root, 'scripts/emulator/synth.mjs')
  const parts = functions ? 'all' : 'storage'
  await promisify(execFile)(process.execPath, [script, stage, folder, parts, ...(config ? [config] : [])], {
    cwd: root,
  })
  return folder
}

/**
 * Deploys what `synthesise` wrote, as the CDK would: assets into the assets' bucket, then CloudFormation.
 * @param {{ endpoint: string, fromFunctions: string }} emulator
 * @param {string} folder
 * @returns {Promise<Record<string, string>>} the stack's outputs
 * @throws Error with CloudFormation's reasons
 */
export async function deploy({ endpoint, fromFunctions }, folder) {
  const to = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  const s3 = new S3Client({ ...to, forcePathStyle: true })
  const cloudFormation = new CloudFormationClient(to)
  try {
    const name = only(folder, '.template.json')
    const { files } = readJson(join(folder, only(folder, '.assets.json')))
    let template = ''
    for (const { source, destinations } of Object.values(files)) {
      const [{ bucketName, objectKey }] = Object.values(destinations)
      await upload(s3, bucketName, objectKey, join(folder, source.path))
      if (source.path === name) template = `${endpoint}/${bucketName}/${objectKey}`
    }
    return await createStack(cloudFormation, name.replace('.template.json', ''), template, fromFunctions)
  } finally {
    s3.destroy()
    cloudFormation.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} folder
 * @param {string} ending
 */
function only(folder, ending) {
  const found = readdirSync(folder).filter((name) => name.endsWith(ending))
  if (found.length !== 1) throw new Error(`${folder}: ${found.length} files *${ending}; a local stage is one stack`)
  return found[0]
}

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

async function upload(s3, bucket, key, path) {
  // An emulator has no bootstrapped assets' bucket; one that is there already is what we want.
  await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch((error) => {
    if (error.$metadata?.httpStatusCode !== 409) throw error
  })
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: readFileSync(path) }))
}

async function createStack(client, StackName, TemplateURL, endpoint) {
  const Parameters = [{ ParameterKey: 'Endpoint', ParameterValue: endpoint }]
  const Capabilities = ['CAPABILITY_NAMED_IAM']
  await client.send(new CreateStackCommand({ StackName, TemplateURL, Parameters, Capabilities }))
  for (;;) {
    const { Stacks: [now] = [] } = await client.send(new DescribeStacksCommand({ StackName }))
    if (now?.StackStatus === 'CREATE_COMPLETE') {
      return Object.fromEntries((now.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
    }
    if (now?.StackStatus !== 'CREATE_IN_PROGRESS') throw new Error(await reasons(client, StackName))
    await sleep(50)
  }
}

async function reasons(client, StackName) {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }))
  const failed = StackEvents.filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('FAILED'))
  const says = failed.map(
    (event) => `  ${event.LogicalResourceId} (${event.ResourceType}): ${event.ResourceStatusReason}`,
  )
  return `${StackName} can't be deployed:\n${says.join('\n')}`
}
