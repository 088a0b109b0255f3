import type { Size } from '../image/box.ts'
import type { Picture } from '../image/picture.ts'
import { alike, runEach } from './batch.ts'
import type { ModelSession } from './session.ts'
import { cropInto } from './text-crop.ts'
import { type Reading, readCtc } from './text-ctc.ts'
import type { Rectangle } from './text-rectangle.ts'

const inputHeight = 48
/** Input widths: few, as onnxruntime keeps memory for every shape it has seen. */
const inputWidths = [64, 96, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 800, 1024, 1280]
/** One step of the network's output is 8 px wide. */
const stepWidth = 8

/** A line of text in a picture. */
export interface Place {
  picture: Picture
  rectangle: Rectangle
}

/**
 * Reads lines of text.
 * @param most lines of one input width that are run at once
 */
export async function recogniseLines(
  session: ModelSession,
  characters: readonly string[],
  places: readonly Place[],
  most: number,
): Promise<Reading[]> {
  const readings: Reading[] = []
  const inputs = places.map(({ rectangle }) => ({ width: inputWidth(wantedWidth(rectangle)), height: inputHeight }))
  for (const group of alike(inputs)) {
    const stride = (inputs[group[0] as number] as Size).width
    const write = (at: number) => {
      const { picture, rectangle } = places[group[at] as number] as Place
      const planes = new Float32Array(3 * inputHeight * stride)
      cropInto(planes, picture, rectangle, {
        width: Math.min(wantedWidth(rectangle), stride),
        height: inputHeight,
        stride,
      })
      return planes
    }
    const crops = { count: group.length, shape: [3, inputHeight, stride] as const, write }
    await runEach(session, crops, most, (at, outputs) => {
      const [probabilities = new Float32Array()] = Object.values(outputs)
      readings[group[at] as number] = readCtc(probabilities, stride / stepWidth, characters)
    })
  }
  return readings
}

function wantedWidth({ width, height }: Rectangle): number {
  return Math.max(16, Math.round((inputHeight * width) / Math.max(1, height)))
}

function inputWidth(wanted: number): number {
  return inputWidths.find((width) => width >= wanted) ?? (inputWidths.at(-1) as number)
}
