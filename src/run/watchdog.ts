import { isMainThread, Worker, workerData } from 'node:worker_threads'

/**
 * Ends this process when the one that started it is gone, or when it needs more memory than it may have: from a thread of
 * its own, as a picture that hangs the decoder or the model hangs the main thread.
 * @param memory largest resident set, in bytes
 */
export function startWatchdog(memory: number): void {
  const watchdog = new Worker(new URL(import.meta.url), { workerData: { memory, parent: process.ppid }, execArgv: [] })
  watchdog.unref()
}

if (!isMainThread) {
  const { memory, parent }: { memory: number; parent: number } = workerData
  setInterval(() => {
    if (process.ppid !== parent || process.memoryUsage.rss() > memory) process.kill(process.pid, 'SIGKILL')
  }, 100)
}
