import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isPublicAddress } from '../../src/fetch/public-address.ts'

describe('which addresses are of the internet', () => {
  test.each([
    ...['8.8.8.8', '1.1.1.1', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '169.253.255.255'],
    ...['2606:4700::1111', '2a00:1450:4001:81b::200e', '::ffff:8.8.8.8', '64:ff9b::808:808'],
  ])('%s is', (ip) => {
    expect(isPublicAddress(ip)).toBe(true)
  })

  test.each([
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '100.127.255.255', '192.0.0.8', '192.0.2.1', '198.18.0.1', '198.51.100.7'],
    ...['203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'ff02::1', 'fec0::1', '2001:db8::1'],
    ...['2001::1', '2002:7f00:1::', '3fff::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '64:ff9b::a00:1'],
    ...['fd00:ec2::254', '64:ff9b:1::1', '100::1', '', 'localhost', '300.1.1.1', '1.2.3', '0x7f.1', '2130706433'],
  ])('%s is not', (ip) => {
    expect(isPublicAddress(ip)).toBe(false)
  })

  test('an IPv4 address is what it is, however IPv6 holds it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        const [a = 0, b = 0, c = 0, d = 0] = ip.split('.').map(Number)
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
        const is = isPublicAddress(ip)
        for (const held of [`::ffff:${ip}`, `::ffff:${hex}`, `0:0:0:0:0:ffff:${hex}`, `64:ff9b::${hex}`])
          expect([held, isPublicAddress(held)]).toEqual([held, is])
        expect(isPublicAddress(`::${ip}`)).toBe(false)
      }),
    )
  })

  test('IPv6 addresses are public within 2000::/3 at most', () => {
    fc.assert(
      fc.property(fc.ipV6(), (ip) => {
        const first = Number.parseInt(ip.split(':')[0] || '0', 16)
        if (isPublicAddress(ip) && !/^(?:::|0:|64:)/.test(ip)) expect(first >> 13).toBe(1)
      }),
      { numRuns: 1000 },
    )
  })
})
