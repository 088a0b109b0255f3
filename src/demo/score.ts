import { openDataset } from '../dataset/read.ts'
import { type Box, iou } from '../image/box.ts'
import type { Truth } from './corpus.ts'

/** How much of the truth a run found. Counts are of pictures. */
export interface Score {
  wordmarks: { found: number; of: number }
  symbols: { found: number; of: number }
  /** Pictures without a tracked logo in which one was reported. */
  falseAlarms: { found: number; of: number }
  /** Pictures of a tracked logo in which another tracked brand was reported. */
  wrongBrand: { found: number; of: number }
  /** Median IoU of the best box of the right brand, over the pictures where it was found; null where none was. */
  medianIou: number | null
}

interface Found extends Box {
  file: string
  brand: string
}

/** Compares the logos of a dataset with what is true of its pictures. */
export async function scoreDemo(out: string, truth: readonly Truth[]): Promise<Score> {
  const dataset = await openDataset(out)
  const found = await dataset.query<Found>(
    `SELECT i.key AS file, d.brand, d.x1, d.y1, d.x2, d.y2 FROM detections d JOIN images i USING (row_id) WHERE d.task = 'logo'`,
  )
  dataset.close()
  const inFile = (file: string) => found.filter((logo) => logo.file === file)
  const right = (t: Truth) => inFile(t.file).filter(({ brand }) => brand === t.brand)
  const shown = truth.filter((t) => t.brand !== null)
  const recall = (of: Truth[]) => ({ found: of.filter((t) => right(t).length > 0).length, of: of.length })
  const alarms = (of: Truth[], wrong: (t: Truth) => boolean) => ({ found: of.filter(wrong).length, of: of.length })
  return {
    wordmarks: recall(shown.filter((t) => t.wordmark)),
    symbols: recall(shown.filter((t) => !t.wordmark)),
    falseAlarms: alarms(
      truth.filter((t) => t.brand === null),
      (t) => inFile(t.file).length > 0,
    ),
    wrongBrand: alarms(shown, (t) => inFile(t.file).some(({ brand }) => brand !== t.brand)),
    medianIou: median(
      shown.flatMap((t) =>
        t.box && right(t).length > 0 ? [Math.max(...right(t).map((logo) => iou(logo, t.box as Box)))] : [],
      ),
    ),
  }
}

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
