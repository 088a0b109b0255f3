import { type Night, prefixes } from '../aws/contract.ts'
import { openReader } from '../aws/read-object.ts'
import type { RunInfo } from '../dataset/run-info.ts'
import { defaultDecodeOptions } from '../image/picture.ts'
import { type Findings, gather } from '../report/gather.ts'
import { hiddenFaces } from '../report/hidden-faces.ts'
import { reportPage } from '../report/report-page.ts'
import type { ReadPicture } from '../report/thumbnails.ts'
import { nightOf } from './day.ts'
import type { Host } from './host.ts'
import { knowOwnColumns } from './own-columns.ts'
import { withDay } from './report-day.ts'
import { provenanceOf } from './report-provenance.ts'
import { weekOf, withWeek } from './report-week.ts'

export interface ReportDayOptions {
  /** Bytes of a day's datasets above which Athena is asked instead of copying them here. */
  most?: number
}

/** Folder of a day's report. */
const reportFolder = (dt: string): string => `${prefixes.reports}dt=${dt}/`

/**
 * Writes the report of a day, `reports/dt=DAY/report.html`, and `summary.json` beside it. Again, it writes the same.
 * A day without images has a report that says so.
 */
export async function report(host: Host, call: Night.Call, options: ReportDayOptions = {}): Promise<Night.Reported> {
  const dt = nightOf(call, host.now())
  await knowOwnColumns(host)
  return withDay(host, { dt, ...options }, async ({ reader, dialect, engine }) => {
    const runInfo = await provenanceOf(host, reader, { from: dt, to: dt })
    const title = titleOf(dt, runInfo)
    const dataset = { ...reader, runInfo }
    const access = { read: pictures(host), hide: hiddenFaces(dataset, null) }
    const findings = await withWeek(host, { dt, runInfo }, (compared) =>
      gather(dataset, { title, dialect, pictures: access, compared }),
    )
    const [lost] = await reader.query<{ n: number }>(`SELECT COUNT(*) AS n FROM images WHERE error_code = 'lost'`)
    const reported = summaryOf(host, dt, findings, lost?.n ?? 0)
    await host.bucket.write(reported.key, await reportPage(findings), 'text/html; charset=utf-8')
    await host.bucket.write(
      `${reportFolder(dt)}summary.json`,
      `${JSON.stringify(reported, null, 2)}\n`,
      'application/json',
    )
    host.log({ event: 'report', dt, engine, images: reported.images, key: reported.key })
    return reported
  })
}

function titleOf(dt: string, run: RunInfo | null): string {
  return `${(run?.brands.length ?? 0) > 0 ? 'Brand exposure' : 'Images'} of ${dt}`
}

/** Pictures as they lie in the stage's buckets; one that is gone has no thumbnail. */
function pictures({ connection, log }: Host): ReadPicture {
  const reader = openReader({ endpoint: connection.endpoint ?? null })
  return async (uri) => {
    try {
      return (await reader.read(uri, defaultDecodeOptions.maxBytes)).bytes
    } catch (error) {
      log({ event: 'no_thumbnail', uri, message: String(error) })
      return null
    }
  }
}

function summaryOf(host: Host, dt: string, findings: Findings, lost: number): Night.Reported {
  const { overview, brands } = findings
  return {
    dt,
    bucket: host.bucket.name,
    key: `${reportFolder(dt)}report.html`,
    images: overview.images,
    errors: overview.errors,
    lost,
    posts: overview.posts,
    brands: brands.brands.slice(0, 20).map(({ brand, images, imageShare: { value, interval } }) => ({
      brand: brand ?? '',
      images,
      share: value,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    })),
    week: weekOf(findings),
  }
}
