/**
 * Faults for tests, as `LIMELIGHT_FAULT` names them: `abort:TEXT`, `hang:TEXT`, `memory:TEXT`, `throw:TEXT`, separated by
 * commas; a file whose address contains TEXT has that fault.
 */
export function haveFault(faults: string | null, uri: string): void {
  for (const entry of faults?.split(',') ?? []) {
    const [kind, ...text] = entry.split(':')
    if (text.length === 0 || !uri.includes(text.join(':'))) continue
    if (kind === 'abort') process.abort()
    if (kind === 'hang') for (;;);
    if (kind === 'memory') eatMemory()
    if (kind === 'throw') throw new Error(`the fault ${entry}`)
  }
}

function eatMemory(): never {
  const eaten: Uint8Array[] = []
  for (;;) eaten.push(new Uint8Array(16_000_000).fill(eaten.length))
}
