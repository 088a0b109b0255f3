import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { variableNames } from '../../dist/aws/contract.js'
import { deploy, synthesise } from '../emulator/deploy.mjs'
import { localstackFromFunctions } from '../emulator/localstack.mjs'
import { findStaying, stackFolder, startStaying, stopStaying } from '../emulator/stay.mjs'
import { root } from '../setup.mjs'
import { account, bucketName, called, region, stage } from './place.mjs'

const environmentFile = join(stackFolder, 'environment')

/** Starts the emulator, deploys the stage and says what to do with it. `--config FOLDER`: with brands, models or variables of one's own. */
export default async function up([option, config]) {
  if (option !== undefined && (option !== '--config' || !config))
    throw new Error(`stack up ${option}: there is only --config FOLDER`)
  const running = await findStaying()
  if (running) {
    console.log(`The stack is up already: ${running.endpoint}\n${whatToTry(running.endpoint)}`)
    return
  }
  const started = performance.now()
  const emulator = await startStaying(Number(process.env.LIMELIGHT_STACK_PORT || 4566))
  const { endpoint, kind, log } = emulator
  const fromFunctions = kind === 'localstack' ? localstackFromFunctions : endpoint
  try {
    const { ConfigAddress } = await deploy(
      { endpoint, fromFunctions },
      await synthesise(stage, { functions: true, config: config && resolve(config) }),
    )
    writeFileSync(environmentFile, environmentOf(endpoint, ConfigAddress))
  } catch (error) {
    await stopStaying()
    throw error
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  console.log(
    `The stack is up: ${endpoint}, stage ${stage}, in ${seconds} s. Its log: ${relative(root, log)}\n${whatToTry(endpoint)}`,
  )
}

/** What a worker is told, for `node --env-file`. */
function environmentOf(endpoint, config) {
  const queue = (name) => `${endpoint}/${account}/${name}`
  const environment = {
    [variableNames.endpoint]: endpoint,
    [variableNames.stage]: stage,
    [variableNames.bucket]: bucketName,
    [variableNames.queueUrl]: queue(called.uploadsQueue),
    [variableNames.uploadsQueueUrl]: queue(called.uploadsQueue),
    [variableNames.manifestsQueueUrl]: queue(called.manifestsQueue),
    [variableNames.deadLetterQueueUrl]: queue(called.deadLetterQueue),
    ...(config && { [variableNames.config]: config }),
    [variableNames.sizes]: JSON.stringify({ idle: 10 }),
  }
  return Object.entries(environment)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('')
}

function whatToTry(endpoint) {
  const file = relative(root, environmentFile)
  const byCli = `
     or, with the AWS CLI:
       AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=${region} \\
         aws --endpoint-url ${endpoint} s3 cp --recursive FOLDER s3://${bucketName}/images/FOLDER/`
  const hasCli = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status === 0
  const today = new Date().toISOString().slice(0, 10)
  return `
  1. Upload images (posts' files, .csv .json .parquet .json.xz, go to posts/ by themselves):
       node scripts/stack.mjs put FILE|FOLDER...${hasCli ? byCli : ''}
  2. Measure them; the worker ends when nothing has come for 10 seconds:
       node --env-file=${file} gpu-worker/worker.mjs
  3. Close the day: lost uploads are looked for, files compacted, the report written:
       node scripts/stack.mjs night
  4. Look around, and take the datasets home:
       npm run -s limelight -- cloud status --endpoint ${endpoint}
       npm run -s limelight -- cloud pull --endpoint ${endpoint} --from ${today} --out .cache/stack/pulled

  LIMELIGHT_AWS_ENDPOINT=${endpoint} npm test uses this emulator. \`npm run stack:down\` ends it, with all that is in it.`
}
