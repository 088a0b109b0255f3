import { readRunInfo } from '../dataset/run-info.ts'
import { UsageError } from '../errors.ts'
import { replaceHandles } from '../posts/replace-handles.ts'
import type { Reference, SourceItem } from '../sources/source.ts'
import type { Row } from '../variables/registry/index.ts'
import type { Analysis } from './analyse.ts'
import type { RunOptions } from './options.ts'
import { openPseudonyms, type Pseudonyms } from './pseudonyms.ts'

/** Puts pseudonyms in the place of names on their way into a dataset. */
export interface Pseudonymiser {
  /** References with other names; bytes are read from where they were. Posts pass, so that their words can be counted first. */
  items(items: AsyncIterable<SourceItem>): AsyncIterable<SourceItem>
  /** A row of `posts`, after everything was counted. */
  post(row: Row): Row
  /** Rows of an image: messages of errors name files. */
  analysis(analysis: Analysis): Analysis
  /** Text that tells of sources, with other names for all accounts that were seen. */
  text(text: string): string
  keyId: string
}

/**
 * @returns null where names stay as they are
 * @throws UsageError where the output folder holds names that were treated otherwise: one dataset has one kind of names
 */
export async function openPseudonymiser({
  out,
  pseudonymKey,
}: Pick<RunOptions, 'out' | 'pseudonymKey'>): Promise<Pseudonymiser | null> {
  const before = await readRunInfo(out)
  const pseudonyms = pseudonymKey === null ? null : await openPseudonyms(pseudonymKey)
  const there = before && (before.pseudonyms?.key_id ?? null)
  if (before && there !== (pseudonyms?.keyId ?? null))
    throw new UsageError(
      `${out}: holds ${there === null ? 'names as they are' : pseudonyms ? 'pseudonyms of another key' : 'pseudonyms'}; give another --out, or ${there === null ? 'leave out --pseudonymise' : 'its --pseudonym-key'}`,
    )
  return pseudonyms && pseudonymiser(pseudonyms)
}

export function pseudonymiser(pseudonyms: Pseudonyms): Pseudonymiser {
  const seen = new Set<string>()
  const see = (name: string) => seen.add(name.toLowerCase())
  const text = (given: string) =>
    given.replace(/[\p{L}\p{N}_.]+/gu, (word) => {
      const name = word.replace(/^\.+|\.+$/g, '')
      return seen.has(name.toLowerCase()) ? word.replace(name, pseudonyms.account(name)) : word
    })
  return {
    keyId: pseudonyms.keyId,
    async *items(items) {
      let last: { id: string; names: string[] } | null = null
      for await (const item of items) {
        if (item.kind === 'post') {
          const { post_id, account, tagged_users } = item.post
          last = { id: post_id, names: [account, ...(tagged_users ?? [])].filter((name) => name !== null) }
          if (account) see(account)
          yield item
        } else {
          const names = last?.id === item.reference.postId ? last.names : []
          yield { ...item, reference: renamed(item.reference, names, pseudonyms) }
        }
      }
    },
    post: (row) => postRow(row, pseudonyms),
    analysis({ image, ...rest }) {
      const { error_message: message } = image
      return { ...rest, image: { ...image, error_message: typeof message === 'string' ? text(message) : null } }
    },
    text,
  }
}

function renamed(reference: Reference, names: readonly string[], pseudonyms: Pseudonyms): Reference {
  const { uri, address, file, key, postId } = reference
  const hide = (path: string) => {
    // The post first: its id may be a digit of an account's pseudonym, and no name is a word of a post's.
    const text = postId ? replacePost(path, postId, pseudonyms) : path
    return names.reduce((rest, name) => replaceName(rest, name, pseudonyms), text)
  }
  const isRemote = /^[a-z][a-z0-9+.-]+:\/\//i.test(uri)
  return {
    uri: hide(uri),
    key: hide(key),
    postId: postId && pseudonyms.post(postId),
    ...(isRemote ? { address: address ?? uri } : { file: file ?? uri }),
  }
}

/** Wherever the name stands as a word of its own, as a folder or the beginning of a file's name. */
function replaceName(path: string, name: string, pseudonyms: Pseudonyms): string {
  return replaceWord(path, name, pseudonyms.account(name))
}

function replaceWord(text: string, word: string, other: string): string {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu'), other)
}

/** A long id wherever it stands, a short one (`1`) as a word of its own: digits of years and folders are none. */
function replacePost(path: string, id: string, pseudonyms: Pseudonyms): string {
  const other = pseudonyms.post(id)
  return id.length >= 6 ? path.replaceAll(id, other) : replaceWord(path, id, other)
}

/** Addresses lead to the post, and what is not known may hold any name: neither is kept. */
function postRow(row: Row, pseudonyms: Pseudonyms): Row {
  const { post_id, platform, account, caption, tagged_users } = row
  const own = typeof account === 'string' ? account : null
  const where = typeof platform === 'string' ? platform : null
  return {
    ...row,
    post_id: pseudonyms.post(String(post_id)),
    account: own && pseudonyms.account(own),
    caption: typeof caption === 'string' ? inCaption(caption, { account: own, platform: where }, pseudonyms) : null,
    tagged_users: Array.isArray(tagged_users) ? tagged_users.map((name) => pseudonyms.account(String(name))) : null,
    url: null,
    extra: null,
  }
}

function inCaption(
  caption: string,
  { account, platform }: { account: string | null; platform: string | null },
  pseudonyms: Pseudonyms,
): string {
  const text = replaceHandles(caption, platform, pseudonyms.account)
  return account ? replaceName(text, account, pseudonyms) : text
}
