/**
 * Parameters that only let an address be opened for a while, and differ each time it is given out: of the CDNs of Meta and
 * TikTok, of Amazon's and Google's stores and CloudFront, of Azure's. What chooses another version of the picture (`stp`,
 * `width`) is none of them.
 */
const signature = new RegExp(
  [
    '^_nc_',
    '^(?:oh|oe|edm|ccb|ig_cache_key|efg|_nc|cb)$',
    '^(?:x-expires|x-signature|x-orig-sign|x-orig-authkey|nonce|refresh_token)$',
    '^x-(?:amz|goog)-',
    '^(?:AWSAccessKeyId|GoogleAccessId|Signature|Expires|Policy|Key-Pair-Id|hdnts|hdnea)$',
    '^(?:sig|se|sp|sv|sr|st|spr|skoid|sktid|skt|ske|sks|skv)$',
  ].join('|'),
  'i',
)

/** Some of these names are short: they count only where the ones beside them say that it is a signature. */
const telling =
  /(?:^|&)(?:_nc_[a-z]+|oh|x-expires|x-signature|x-amz-signature|x-goog-signature|signature|hdnts|hdnea|sig)=/i

/**
 * An address as it stands in a dataset: without signature, password and fragment, so that an image has the same one in
 * each export, and no dataset lets others in.
 */
export function unsigned(address: string): string {
  if (!/^https?:\/\//i.test(address)) return address
  const [beforeFragment = ''] = address.split('#')
  const bare = beforeFragment.replace(/^(https?:\/\/)[^/?#@]*@/i, '$1')
  const [path = '', query] = splitOnce(bare, '?')
  if (query === undefined || !telling.test(query)) return bare
  const kept = query.split('&').filter((part) => !signature.test(nameOf(part)))
  return kept.length > 0 ? `${path}?${kept.join('&')}` : path
}

function splitOnce(text: string, sign: string): [string, string | undefined] {
  const place = text.indexOf(sign)
  return place < 0 ? [text, undefined] : [text.slice(0, place), text.slice(place + 1)]
}

const nameOf = (part: string): string => splitOnce(part, '=')[0]

/**
 * When a signed address stops being valid, by its own words: Meta (`oe`, seconds in hex), TikTok (`x-expires`),
 * CloudFront and old S3 (`Expires`), S3 and Google (`X-Amz-Date` and `X-Amz-Expires`), Azure (`se`).
 * @returns null when it does not say
 */
export function endOf(address: string): Date | null {
  const query = new Map(parameters(address).map(([name, value]) => [name.toLowerCase(), value]))
  if (query.has('oh') || query.has('_nc_ht') || query.has('_nc_cat'))
    return seconds(Number.parseInt(query.get('oe') ?? '', 16))
  const plain = query.get('x-expires') ?? query.get('expires')
  if (plain !== undefined) return seconds(Number(plain))
  for (const store of ['x-amz', 'x-goog']) {
    const start = Date.parse(
      (query.get(`${store}-date`) ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
    )
    if (!Number.isNaN(start)) return seconds(start / 1000 + Number(query.get(`${store}-expires`)))
  }
  return query.has('sig') ? seconds(Date.parse(query.get('se') ?? '') / 1000) : null
}

function parameters(address: string): [string, string][] {
  try {
    return [...new URL(address).searchParams]
  } catch {
    return []
  }
}

const seconds = (since1970: number): Date | null =>
  Number.isFinite(since1970) && since1970 > 1e8 && since1970 < 1e11 ? new Date(since1970 * 1000) : null
