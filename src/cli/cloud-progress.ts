/** Tells how far a command of the cloud is: on a terminal one line that is written over, with `--json` an object a line. */
export function progressOf({ json = false }: { json?: boolean }): {
  tell(event: Record<string, unknown>, line: string): void
  end(): void
} {
  let told = 0
  let open = false
  return {
    tell(event, line) {
      if (Date.now() - told < (process.stderr.isTTY ? 250 : 10_000)) return
      told = Date.now()
      if (json) process.stdout.write(`${JSON.stringify({ event: 'progress', ...event })}\n`)
      else if (process.stderr.isTTY)
        process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`)
      else process.stderr.write(`${line}\n`)
      open = process.stderr.isTTY === true && !json
    },
    end() {
      if (open) process.stderr.write('\r\x1b[K')
      open = false
    },
  }
}

/** A result on stdout: as JSON, or as its lines. */
export function print(json: boolean | undefined, result: object, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : lines.map((line) => `${line}\n`).join(''))
}

export const dollars = (value: number): string => `$${value < 1 ? value.toPrecision(2) : value.toFixed(2)}`
