import type { Row } from '../variables/registry/index.ts'
import type { TextModelProcess } from './text-model.ts'

/** Rows of `posts` on their way to shards. */
export interface PostRows {
  /** Waits where the text model is too far behind. */
  add(row: Row): Promise<void>
  flush(): Promise<void>
}

/** Rows that go to the text model together. */
const batch = 32

/**
 * Gives rows what the text model says of their captions, batch after batch, in the order in which they came.
 * @param textModel null: rows go on as they are
 */
export function openPostRows(textModel: TextModelProcess | null, onRow: (row: Row) => void): PostRows {
  let waiting: Row[] = []
  let last: Promise<void> = Promise.resolve()

  /** One batch is with the model and one waits for it; who brings a third one waits, too. */
  async function give(model: TextModelProcess): Promise<void> {
    const rows = waiting
    const before = last
    waiting = []
    const found = withSentiments(rows, model)
    last = before.then(async () => {
      for (const row of await found) onRow(row)
    })
    // A failure is thrown where it is waited for: at the next batch, or at the end.
    last.catch(() => {})
    found.catch(() => {})
    await before
  }

  return {
    async add(row) {
      if (!textModel) return onRow(row)
      waiting.push(row)
      if (waiting.length >= batch) await give(textModel)
    },
    async flush() {
      if (textModel) await give(textModel)
      await last
    },
  }
}

async function withSentiments(rows: readonly Row[], model: TextModelProcess): Promise<Row[]> {
  const texts = rows.map(({ caption }) => (typeof caption === 'string' ? caption.trim() : ''))
  const given = texts.filter((text) => text !== '')
  const found = given.length > 0 ? await model.classify(given) : []
  let next = 0
  return rows.map((row, at) => {
    if (texts[at] === '') return row
    const sentiment = found[next++]
    return {
      ...row,
      sentiment_model_label: sentiment?.label ?? null,
      sentiment_model_score: sentiment?.score ?? null,
    }
  })
}
