import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../environment.ts'
import { RunError, UsageError } from '../errors.ts'
import type { ModelSentiment } from '../posts/text-model/classifier.ts'
import type { TextModel } from '../posts/text-model/entry.ts'
import type { FromTextModel, ToTextModel } from './text-model-message.ts'

/** A text model in a process of its own, as onnxruntime holds up the thread that it runs on, and that one feeds the lanes. */
export interface TextModelProcess {
  /** @throws UsageError, RunError */
  classify(texts: string[]): Promise<ModelSentiment[]>
  /** CPU time that it has used, in seconds. */
  cpu(): number
  close(): void
}

interface Asked {
  done(message: FromTextModel): void
  failed(error: Error): void
}

/** @throws UsageError for a model or a tokenizer that does not fit; RunError where the process can't be started */
export async function openTextModel(model: TextModel): Promise<TextModelProcess> {
  const path = fileURLToPath(new URL(`./text-model-process${extname(import.meta.url)}`, import.meta.url))
  const child = fork(path, [], {
    // A group of its own: Ctrl-C in a terminal is for the job.
    detached: true,
    execArgv: [],
    env: childEnvironment({}),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const asked: Asked[] = []
  let failure: Error | null = null
  let stderr = ''
  let cpu = 0
  const fail = (error: Error) => {
    failure ??= error
    for (const { failed } of asked.splice(0)) failed(failure)
  }
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4000)
  })
  child.on('message', (message: FromTextModel) => {
    if (message.kind === 'classified') cpu = message.cpu
    if (message.kind === 'failed') fail(new (message.usage ? UsageError : RunError)(message.message))
    else asked.shift()?.done(message)
  })
  child.on('error', (error) => fail(new RunError(`textModel: ${model.name} can't be started: ${error.message}`)))
  child.on('close', (exitCode, signal) =>
    fail(new RunError(`textModel: the process of ${model.name} has ended: ${stderr.trim() || (signal ?? exitCode)}`)),
  )
  const ask = (message: ToTextModel) =>
    new Promise<FromTextModel>((done, failed) => {
      if (failure) return failed(failure)
      asked.push({ done, failed })
      child.send(message, () => {})
    })
  const close = () => {
    if (child.connected) child.disconnect()
  }
  try {
    await ask({ kind: 'open', model })
  } catch (error) {
    close()
    throw error
  }
  return {
    async classify(texts) {
      const message = await ask({ kind: 'texts', texts })
      return message.kind === 'classified' ? message.sentiments : []
    },
    cpu: () => cpu,
    close,
  }
}
