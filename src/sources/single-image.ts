import { basename } from 'node:path'
import { openLedger } from './ledger.ts'
import type { Source } from './source.ts'

/** One image file as a source of its own. */
export function openImage(path: string, name: string): Source {
  return {
    name,
    kind: 'image',
    ledger: openLedger().ledger,
    async *items() {
      yield { kind: 'image', reference: { uri: path, key: basename(path), postId: null } }
    },
  }
}
