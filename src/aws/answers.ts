/** Whether the same request may succeed a moment later. */
export function mayPass(error: unknown): boolean {
  const status = statusOf(error)
  return status === null || status === 408 || status === 409 || status === 429 || status >= 500
}

/** Waits 100 ms, 200, 400, ... at most 5 s, and up to as much again, so that many workers do not come back at once. */
export function pause(attempt: number): Promise<void> {
  const milliseconds = Math.min(5_000, 100 * 2 ** (attempt - 1))
  return new Promise((resolve) => setTimeout(resolve, milliseconds * (1 + Math.random())))
}

/** The HTTP status of an answer that was an error; null when there was no answer. */
export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return null
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode ?? null
}
