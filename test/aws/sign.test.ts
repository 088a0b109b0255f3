import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { encodedPath, signer } from '../../src/aws/sign.ts'

/** What the SDK sends for an object: its path, and all headers that it signs. */
async function sentBySdk(
  key: string,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
) {
  const sent: { path: string; headers: Record<string, string> }[] = []
  const client = new S3Client({
    region: 'eu-west-1',
    credentials,
    requestHandler: {
      handle: async (request: { path: string; headers: Record<string, string> }) => {
        sent.push(request)
        throw new Error('that is enough')
      },
    },
    maxAttempts: 1,
  })
  // The SDK names the operation in the query; S3 does not ask for that.
  client.middlewareStack.add(
    (next) => (all) => {
      Object.assign(all.request as object, { query: {} })
      return next(all)
    },
    { step: 'build' },
  )
  await client.send(new GetObjectCommand({ Bucket: 'photos', Key: key })).catch(() => {})
  const [request] = sent
  if (!request) throw new Error('the SDK has sent nothing')
  return request
}

const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })

test('a request is signed as the SDK signs it', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, fc.option(fc.base64String({ minLength: 4 })), async (key, secret, token) => {
      fc.pre(!key.split('/').some((step) => step === '' || step === '.' || step === '..'))
      const credentials = {
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: secret,
        ...(token !== null && { sessionToken: token }),
      }
      const { path, headers } = await sentBySdk(key, credentials)
      const { authorization = '', ...rest } = headers
      const [, names = ''] = /SignedHeaders=([^,]*)/.exec(authorization) ?? []
      const signed = Object.fromEntries(names.split(';').map((name) => [name, rest[name] ?? '']))
      const date = String(signed['x-amz-date'])
      const now = new Date(date.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'))

      const ours = await signer('eu-west-1')({ path, headers: signed }, credentials, now)

      expect(encodedPath(`/${key}`)).toBe(path)
      expect(ours.authorization).toBe(authorization)
    }),
    { numRuns: 60 },
  )
})
