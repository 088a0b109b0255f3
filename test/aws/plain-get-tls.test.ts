import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { cert, key, secureHost } from '../fetch/certificate.ts'
import { answer, type LocalWeb, openLocalWeb } from '../fetch/local-web.ts'

const reading = resolve('dist/aws/read-object-plainly.js')
let web: LocalWeb
let folder = ''
beforeAll(async () => {
  if (!existsSync(reading)) throw new Error('the test needs the built program: npm run build')
  folder = mkdtempSync(join(tmpdir(), 'limelight-tls-'))
  writeFileSync(join(folder, 'ca.pem'), cert)
  web = await openLocalWeb({ '/bucket/a.jpg': answer(200, 'content') }, '127.0.0.1', { key, cert })
})
afterAll(async () => {
  await web.close()
  rmSync(folder, { recursive: true })
})

/** Reads an object in a process of its own, to which the test's host is this machine: certificates that count are read as Node starts. */
async function read(env: Record<string, string>): Promise<string> {
  const script = `
    import dns from 'node:dns'
    import { syncBuiltinESMExports } from 'node:module'
    dns.lookup = (_, { all }, callback) => callback(null, all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4)
    syncBuiltinESMExports()
    const { openReader } = await import(${JSON.stringify(pathToFileURL(reading).href)})
    const endpoint = 'https://${secureHost}:${web.port}'
    const reader = await openReader({ region: 'eu-west-1', endpoint })
    const { bytes } = await reader.read('s3://bucket/a.jpg', 100)
    process.stdout.write(Buffer.from(bytes).toString())
    process.exit()`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...env },
  })
  return stdout
}

test('objects come over TLS from whom a certificate of ours vouches for, and from nobody else', async () => {
  expect(await read({ NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') })).toBe('content')

  await expect(read({})).rejects.toThrow(/self-signed certificate|DEPTH_ZERO_SELF_SIGNED_CERT/)
  expect(web.asked).toEqual(['/bucket/a.jpg'])
})
