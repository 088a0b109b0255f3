import { UsageError } from '../errors.ts'
import { openTextClassifier, type TextClassifier } from '../posts/text-model/classifier.ts'
import type { FromTextModel, ToTextModel } from './text-model-message.ts'

/** The process of the text model: it classifies what the job gives it, batch after batch, and ends when the job is gone. */
let classifier: TextClassifier | null = null
let last: Promise<void> = Promise.resolve()

process.on('message', (message: ToTextModel) => {
  last = last.then(() => answer(message)).catch(fail)
})
process.on('disconnect', () => process.exit(0))

async function answer(message: ToTextModel): Promise<void> {
  if (message.kind === 'open') {
    classifier = await openTextClassifier(message.model)
    say({ kind: 'ready' })
  } else if (classifier) {
    const sentiments = []
    for (const text of message.texts) sentiments.push(await classifier.classify(text))
    const { userCPUTime, systemCPUTime } = process.resourceUsage()
    say({ kind: 'classified', sentiments, cpu: (userCPUTime + systemCPUTime) / 1e6 })
  }
}

function fail(error: Error): void {
  say({ kind: 'failed', message: error.message, usage: error instanceof UsageError })
}

function say(message: FromTextModel): void {
  process.send?.(message)
}
