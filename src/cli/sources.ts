import type { Command } from 'commander'
import type { CheckedSource } from '../sources/check.ts'
import { columnPair } from './column-pair.ts'
import { plural } from './plural.ts'

interface Options {
  root?: string
  map?: Record<string, string>
  all?: boolean
  json?: boolean
}

/** `limelight sources`: what a file of posts is taken for, before anything is measured. */
export function register(program: Command): void {
  const sources = program.command('sources').description('say what a source of posts is taken for')
  sources
    .command('check')
    .description('say what a source was recognised as, how its columns map, and its first problems')
    .argument('<source...>', 'exports, tables, folders or images, as for `limelight run`')
    .option('--root <dir>', "what a table's paths are relative to (default: the table's folder)")
    .option('--map <field=column>', 'which column of a table holds what; may be repeated', columnPair)
    .option('--all', 'look at all of it, not only at the first 1,000 posts and images')
    .option('--json', 'one JSON object a source')
    .addHelpText('after', help)
    .action(async (paths: string[], { root, map, all, json }: Options) => {
      const { checkSource } = await import('../sources/check.ts')
      for (const path of paths) {
        const options = { ...(root === undefined ? {} : { root }), map: map ?? {}, most: all ? null : 1000 }
        const checked = await checkSource(path, options)
        console.log(json ? JSON.stringify(checked) : linesOf(checked).join('\n'))
      }
    })
}

const help = `
Recognised by content: Instaloader folders, Zeeschuimer, 4CAT, Apify's Instagram Scraper, CrowdTangle, Meta Content
Library, Reddit dumps; any other table by the names of its columns. docs/sources.md says how each is read.

Examples:
  limelight sources check export.ndjson
  limelight sources check posts.csv --map image=photo_file`

function linesOf(checked: CheckedSource): string[] {
  const { name, title, format, encoding, fields, extra, problems } = checked
  const how = [format, encoding].filter((part) => part !== null).join(', ')
  return [
    `${name}: ${title}${how === '' ? '' : ` (${how})`}`,
    ...fields.map(({ target, from }) => `  ${target.padEnd(14)} <- ${from}`),
    ...extraLines(fields.length > 0 ? extra : []),
    countLine(checked),
    ...(problems.length > 0 ? ['First problems:', ...problems.map((problem) => `  ${problem}`)] : ['No problems.']),
  ]
}

function extraLines(extra: string[] | null): string[] {
  if (extra === null) return [`  ${'extra'.padEnd(14)} <- all else that a row says`]
  return extra.length > 0 ? [`  ${'extra'.padEnd(14)} <- ${extra.join(', ')}`] : []
}

function countLine(checked: CheckedSource): string {
  const { posts, images, images_on_the_web, images_in_s3, comments_with_posts, complete } = checked
  const kinds = [
    plural(posts, 'post'),
    `${plural(images, 'image')}${places({ web: images_on_the_web, s3: images_in_s3 })}`,
    ...(comments_with_posts > 0 ? [`${plural(comments_with_posts, 'comment')} with their posts`] : []),
    ...(checked.comments_of_others > 0 ? [`${plural(checked.comments_of_others, 'comment')} of posts elsewhere`] : []),
    ...Object.entries(checked.left_out).map(([what, times]) => `left out: ${times} ${what}`),
  ]
  return `${complete ? 'All of it' : 'The beginning of it'}: ${kinds.join(', ')}`
}

function places({ web, s3 }: { web: number; s3: number }): string {
  const told = [...(web > 0 ? [`${web} to be fetched from the web`] : []), ...(s3 > 0 ? [`${s3} in S3`] : [])]
  return told.length > 0 ? ` (${told.join(', ')})` : ''
}
