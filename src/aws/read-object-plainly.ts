import type { Reader } from '../run/reader.ts'
import { objectReader } from './object-reader.ts'
import { plainGet } from './plain-get.ts'
import type { Credentials } from './sign.ts'

/** What {@link openReader} needs, as data. */
export interface PlainReaderOptions {
  region: string
  /** An emulator's; null for AWS. */
  endpoint: string | null
}

const tries = 8

/** The reader of a worker's lanes, whose region is known. */
export async function openReader({ region, endpoint }: PlainReaderOptions): Promise<Reader> {
  const credentials = endpoint === null ? await providedCredentials() : async () => emulated
  return objectReader(plainGet({ region, endpoint, credentials }), tries)
}

/** An emulator takes any. */
const emulated: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

async function providedCredentials(): Promise<(anew: boolean) => Promise<Credentials>> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
  const provide = defaultProvider()
  return (anew) => provide({ forceRefresh: anew })
}
