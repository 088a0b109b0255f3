import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { type Night, names, variableNames } from '../aws/contract.ts'
import { objectUri } from '../aws/object-uri.ts'
import { percent, percentEstimate } from '../report/format.ts'
import type { Host } from './host.ts'

/** What is mailed; plain text, as SNS sends it. */
export interface Mail {
  /** ASCII, at most 100 characters: SNS takes no others. */
  subject: string
  text: string
}

/** Tells who listens to the stage's topic how the night went. */
export async function notify(host: Host, call: Night.NotifyCall): Promise<Mail> {
  const mail = mailOf(call, host.stage)
  const client = new SNSClient(host.connection)
  await client.send(
    new PublishCommand({
      TopicArn: host.environment.need(variableNames.topicArn),
      Subject: mail.subject,
      Message: mail.text,
    }),
  )
  host.log({ event: 'notified', subject: mail.subject })
  return mail
}

/** The words of a morning. */
export function mailOf({ dt, report, failure }: Night.NotifyCall, stage: string): Mail {
  if (report) return { subject: subjectOf(`${report.dt}: ${subjectNumbers(report)}`), text: reportText(report) }
  const day = dt ?? 'the last day'
  return { subject: subjectOf(`${day}: the night failed`), text: failureText(day, failure, stage) }
}

function subjectOf(text: string): string {
  const ascii = `Limelight ${text}`.replace(/\s/gu, ' ').replace(/[^ -~]/g, '?')
  return ascii.length <= 100 ? ascii : `${ascii.slice(0, 97)}...`
}

function subjectNumbers({ images, brands }: Night.Reported): string {
  if (images === 0) return 'no images'
  const [first] = brands.filter((brand) => brand.images > 0)
  return `${images} images${first ? `, ${first.brand} in ${percent(first.share)}` : ''}`
}

function reportText({ dt, bucket, key, images, errors, lost, posts, brands }: Night.Reported): string {
  const rows = brands.map(({ brand, images, ...share }) => `  ${brand}: ${images} images, ${estimate(share)}`)
  return [
    images === 0 ? `No images were uploaded on ${dt} (UTC).` : `${images} images of ${posts} posts of ${dt} (UTC).`,
    ...(rows.length > 0 ? ['', 'Images that show a brand, and their share with its 95 % interval:', ...rows] : []),
    '',
    errors > 0 ? `${errors} images could not be measured; the report says why.` : '',
    lost > 0 ? `${lost} of them were queued several times and never measured: see "lost" in docs/operations.md.` : '',
    `Report: ${objectUri(bucket, key)}`,
    `        https://s3.console.aws.amazon.com/s3/object/${bucket}?prefix=${encodeURIComponent(key)}`,
    '',
    'Intervals are for sampling: what another day of posts might give. They do not cover what the detector misses.',
  ]
    .filter((line, index, all) => line !== '' || all[index - 1] !== '')
    .join('\n')
}

function failureText(day: string, failure: Night.NotifyCall['failure'], stage: string): string {
  const { stateMachine } = names(stage)
  return [
    `The night of ${day} could not be closed, so there is no report of it yet. Nothing is lost.`,
    '',
    `What went wrong: ${failure?.Error ?? 'not said'}`,
    causeOf(failure?.Cause),
    '',
    `Look at the last execution of the state machine ${stateMachine}, then start it again with {"dt": "${day}"}:`,
    'every step may run twice. docs/operations.md says what to look at.',
  ].join('\n')
}

/** Lambda's causes are JSON with a stack: its message is what a reader wants. */
function causeOf(cause: string | undefined): string {
  if (!cause) return ''
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: string }
    return (errorMessage ?? cause).slice(0, 2000)
  } catch {
    return cause.slice(0, 2000)
  }
}

/** `12 % (7.0 to 20)`, 95 % interval. */
function estimate({ share, low, high }: Pick<Night.Reported['brands'][number], 'share' | 'low' | 'high'>): string {
  return percentEstimate({ value: share, interval: low === null || high === null ? null : { low, high } })
}
