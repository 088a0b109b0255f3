import type { Picture } from '../image/picture.ts'
import type { ModelSession } from './session.ts'
import { cropInto } from './text-crop.ts'
import { type Reading, readCtc } from './text-ctc.ts'
import type { Rectangle } from './text-rectangle.ts'

const inputHeight = 48
/** Input widths: few, as onnxruntime keeps memory for every shape it has seen. */
const inputWidths = [64, 96, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 800, 1024, 1280]
/** One step of the network's output is 8 px wide. */
const stepWidth = 8

/** Reads one line of text. */
export async function recogniseLine(
  session: ModelSession,
  characters: readonly string[],
  picture: Picture,
  rectangle: Rectangle,
): Promise<Reading> {
  const wanted = Math.max(16, Math.round((inputHeight * rectangle.width) / Math.max(1, rectangle.height)))
  const stride = inputWidths.find((width) => width >= wanted) ?? (inputWidths.at(-1) as number)
  const planes = new Float32Array(3 * inputHeight * stride)
  cropInto(planes, picture, rectangle, { width: Math.min(wanted, stride), height: inputHeight, stride })
  const [probabilities = new Float32Array()] = Object.values(await session.run(planes, [1, 3, inputHeight, stride]))
  return readCtc(probabilities, stride / stepWidth, characters)
}
