import { isIP } from 'node:net'

/**
 * Is an address of the internet, and of nobody's own network or machine? By IANA's registries of special-purpose addresses
 * (RFC 6890 and its updates): loopback, private, link-local (with the metadata services of clouds), shared (CGNAT),
 * multicast, reserved and documentation are none; an IPv6 address that holds an IPv4 one (mapped, NAT64) is as that one is.
 * @param ip without brackets, with or without a zone (`fe80::1%eth0`)
 * @returns false for what is no IP address
 */
export function isPublicAddress(ip: string): boolean {
  const [bare = ''] = ip.split('%')
  const family = isIP(bare)
  if (family === 4) return isPublic4(bytesOf4(bare))
  return family === 6 && isPublic6(bytesOf6(bare))
}

/** [first bytes, length of the prefix in bits] */
type Range = readonly [readonly number[], number]

const special4: readonly Range[] = [
  ...([
    [[0], 8],
    [[10], 8],
    [[100, 64], 10],
    [[127], 8],
    [[169, 254], 16],
    [[172, 16], 12],
  ] as const),
  ...([
    [[192, 0, 0], 24],
    [[192, 0, 2], 24],
    [[192, 88, 99], 24],
    [[192, 168], 16],
    [[198, 18], 15],
  ] as const),
  ...([
    [[198, 51, 100], 24],
    [[203, 0, 113], 24],
    [[224], 4],
    [[240], 4],
  ] as const),
]

/** Of 2000::/3, which is all that is given out: protocols' own, documentation, 6to4, ORCHID, documentation again. */
const special6: readonly Range[] = [
  ...([
    [[0x20, 0x01, 0x00], 23],
    [[0x20, 0x01, 0x0d, 0xb8], 32],
    [[0x20, 0x02], 16],
    [[0x3f, 0xff, 0x00], 20],
  ] as const),
]
const given6: Range = [[0x20], 3]
const mapped: Range = [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], 96]
const nat64: Range = [[0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], 96]

const isPublic4 = (bytes: readonly number[]): boolean => !special4.some((range) => isWithin(bytes, range))

function isPublic6(bytes: readonly number[]): boolean {
  if (isWithin(bytes, mapped) || isWithin(bytes, nat64)) return isPublic4(bytes.slice(12))
  return isWithin(bytes, given6) && !special6.some((range) => isWithin(bytes, range))
}

function isWithin(bytes: readonly number[], [prefix, length]: Range): boolean {
  for (let bit = 0; bit < length; bit += 8) {
    const kept = 0xff & (0xff00 >> Math.min(8, length - bit))
    const [a = 0, b = 0] = [bytes[bit / 8], prefix[bit / 8]]
    if ((a & kept) !== (b & kept)) return false
  }
  return true
}

const bytesOf4 = (ip: string): number[] => ip.split('.').map(Number)

function bytesOf6(ip: string): number[] {
  const tail4 = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(ip)
  const last = tail4?.[2] ? bytesOf4(tail4[2]) : []
  const [head = '', tail] = (tail4?.[1] ? tail4[1].replace(/([^:]):$/, '$1') : ip).split('::')
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')]
  const gap = 16 - before.length - after.length - last.length
  return [...before, ...new Array<number>(Math.max(0, gap)).fill(0), ...after, ...last]
}

function groupsOf(text: string): number[] {
  return text
    .split(':')
    .filter((group) => group !== '')
    .flatMap((group) => {
      const value = Number.parseInt(group, 16)
      return [value >> 8, value & 0xff]
    })
}
