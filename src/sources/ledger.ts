import type { Ledger } from './source.ts'

/** Of each kind of note the first few are told in full, the rest are counted. */
const toldPerKind = 10

/** A ledger with a hand that writes in it. */
export interface LedgerWriter {
  ledger: Ledger
  /** Counts one thing that was left out: `video`, `hidden`, `.txt`, ... */
  leaveOut(kind: string): void
  /** Something a user should know; `kind` groups notes that differ only in the place. */
  note(kind: string, message: string): void
  /** Forgets what was written: `items()` starts anew. */
  restart(): void
  /** Says how many notes of each kind were not told. */
  close(): void
}

export function openLedger(): LedgerWriter {
  const ledger: Ledger = { leftOut: new Map(), notes: [] }
  const counts = new Map<string, number>()
  return {
    ledger,
    leaveOut(kind) {
      ledger.leftOut.set(kind, (ledger.leftOut.get(kind) ?? 0) + 1)
    },
    note(kind, message) {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      if (count <= toldPerKind && !ledger.notes.includes(message)) ledger.notes.push(message)
    },
    restart() {
      ledger.leftOut.clear()
      ledger.notes.length = 0
      counts.clear()
    },
    close() {
      for (const [kind, count] of counts)
        if (count > toldPerKind) ledger.notes.push(`and ${count - toldPerKind} more like it: ${kind}`)
      counts.clear()
    },
  }
}
