import { openSource } from '../sources/open.ts'
import type { Source, SourceItem } from '../sources/source.ts'
import type { RunOptions } from './options.ts'
import { chained, first, sampled } from './sample.ts'

/** Opens every source, so that one that is not there is said before any work. */
export async function openSources({
  sources,
  root,
  map,
}: Pick<RunOptions, 'sources' | 'root' | 'map'>): Promise<Source[]> {
  const opened: Source[] = []
  for (const source of sources) opened.push(await openSource(source, { ...(root === null ? {} : { root }), map }))
  return opened
}

/** What of the sources a run is about. */
export function chosenItems(
  sources: readonly Source[],
  { limit, sample }: Pick<RunOptions, 'limit' | 'sample'>,
): AsyncIterable<SourceItem> {
  const all = chained(sources)
  const some = sample === null ? all : sampled(all, sample)
  return limit === null ? some : first(some, limit)
}
