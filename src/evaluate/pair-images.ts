import { UsageError } from '../errors.ts'
import type { FoundImage } from './found.ts'
import type { TrueImage } from './truth.ts'

export interface Pairs {
  pairs: { truth: TrueImage; found: FoundImage }[]
  /** Images of the truth that the dataset does not have. */
  missing: TrueImage[]
}

/**
 * Which image of the truth is which of the dataset: of those with its name, the one whose folders agree the longest, from the
 * name upward. So `images/1.jpg` is found whether the run was given the folder `images` or the one above.
 * @throws UsageError where two are as good, or where two of the truth are one image
 */
export function pairImages(truth: readonly TrueImage[], found: readonly FoundImage[]): Pairs {
  const byName = new Map<string, FoundImage[]>()
  for (const image of found) {
    const name = steps(image.uri)[0] ?? ''
    for (const key of new Set([name, stem(name)])) {
      const namesakes = byName.get(key)
      if (namesakes) namesakes.push(image)
      else byName.set(key, [image])
    }
  }
  const taken = new Map<string, TrueImage>()
  const pairs: Pairs['pairs'] = []
  const missing: TrueImage[] = []
  for (const image of truth) {
    const match = bestOf(image, byName.get(steps(image.file)[0] ?? '') ?? [])
    if (!match) {
      missing.push(image)
      continue
    }
    const before = taken.get(match.row_id)
    if (before)
      throw new UsageError(`${image.place}: ${image.file} is the same image as ${before.file} (${before.place})`)
    taken.set(match.row_id, image)
    pairs.push({ truth: image, found: match })
  }
  return { pairs, missing }
}

function bestOf(image: TrueImage, candidates: readonly FoundImage[]): FoundImage | null {
  const wanted = steps(image.file)
  const ranked = candidates
    .map((candidate) => ({ candidate, common: agreement(wanted, steps(candidate.uri)) }))
    .sort((a, b) => b.common - a.common)
  const [best, next] = ranked
  if (!best) return null
  if (next && next.common === best.common) {
    throw new UsageError(
      `${image.place}: ${image.file} may be ${best.candidate.key} or ${next.candidate.key}; name more of its path in the truth`,
    )
  }
  return best.candidate
}

/** Folders that agree, the innermost first; the name itself has agreed already. */
function agreement(a: readonly string[], b: readonly string[]): number {
  let common = 1
  while (common < a.length && a[common] === b[common]) common++
  return common
}

/** `a/b/c.jpg` as `c.jpg`, `b`, `a`. Accents are one letter or a letter and a sign: a Mac and what unpacks its archives differ. */
function steps(path: string): string[] {
  return path
    .normalize('NFC')
    .replaceAll('\\', '/')
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .reverse()
}

function stem(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(0, dot) : name
}
