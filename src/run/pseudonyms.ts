import { createHmac, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { systemCode } from '../dataset/system-error.ts'
import { UsageError } from '../errors.ts'

/**
 * Other names for accounts and posts: keyed hashes, HMAC-SHA-256. With the same key a name has the same pseudonym in every run, so that
 * runs can be compared; without the key nobody can tell whose it is, not even by trying all names.
 */
export interface Pseudonyms {
  /** `u` and 16 hex digits; an account and its @handle have the same. Capitals do not matter. */
  account(name: string): string
  /** `p` and 24 hex digits. */
  post(id: string): string
  /** Tells keys apart without giving one away. */
  keyId: string
}

const keyBytes = 32

/**
 * Reads the key, or makes one where there is no such file: 64 hex digits, for its owner's eyes only (mode 0600).
 * @throws UsageError for a file that holds no key
 */
export async function openPseudonyms(path: string): Promise<Pseudonyms> {
  const key = (await keyIn(path)) ?? (await newKey(path))
  return pseudonymsOf(key)
}

/** The pseudonyms of a key that must be there: those of a dataset that exists. */
export async function existingPseudonyms(path: string): Promise<Pseudonyms> {
  const key = await keyIn(path)
  if (key) return pseudonymsOf(key)
  throw new UsageError(`${path}: there is no such file; give the key that the dataset was made with`)
}

export function pseudonymsOf(key: Uint8Array): Pseudonyms {
  const hash = (kind: string, text: string) => createHmac('sha256', key).update(`${kind}\0${text}`).digest('hex')
  return {
    account: (name) => `u${hash('account', name.replace(/^@/, '').normalize('NFC').toLowerCase()).slice(0, 16)}`,
    post: (id) => `p${hash('post', id).slice(0, 24)}`,
    keyId: hash('key', '').slice(0, 16),
  }
}

async function keyIn(path: string): Promise<Uint8Array | null> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return null
    throw new UsageError(`${path}: the key can't be read (${String(cause)})`, { cause })
  })
  if (text === null) return null
  if (!/^[0-9a-f]{64}\s*$/.test(text))
    throw new UsageError(
      `${path}: holds no key, which is 64 hex digits; give another file, one that is not there is made`,
    )
  return Buffer.from(text.trim(), 'hex')
}

async function newKey(path: string): Promise<Uint8Array> {
  const key = randomBytes(keyBytes)
  await writeFile(path, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' }).catch((cause: unknown) => {
    throw new UsageError(`${path}: the key can't be written (${String(cause)}); give another file`, { cause })
  })
  return key
}
