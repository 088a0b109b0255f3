import type { Settings } from './context.ts'

/** What a worker asks of a machine; the smallest kind must be able to give it. */
export interface WorkerSize {
  vcpus: number
  /** MiB. */
  memory: number
  gpus: 0 | 1
}

/** Instances with a GPU that the image's CUDA and drivers serve. */
const gpuFamilies = /^(g4dn|g5|g6|g6e)\./
const armFamilies = /^[a-z]+\dg/

/** Kinds of machines where none are named. Several, as spot capacity is interrupted less where there is a choice. */
export function defaultMachines(device: Settings['device']): string[] {
  const families = device === 'cpu' ? ['c7i', 'c6i', 'm7i', 'm6i'] : ['g6', 'g5', 'g4dn']
  return ['xlarge', '2xlarge'].flatMap((size) => families.map((family) => `${family}.${size}`))
}

/** Why a kind of machine can't be used; null if it can. */
export function machineProblem(type: string, device: Settings['device']): string | null {
  if (!/^[a-z0-9]+\.(\d+)?xlarge$/.test(type)) return `${type} is no instance type as g6.xlarge or g6.2xlarge`
  if (armFamilies.test(type)) return `${type} has an Arm CPU; the worker's image is for x86`
  if (device !== 'cpu' && !gpuFamilies.test(type))
    return `${type} is not of the families g4dn, g5, g6, g6e, and device ${device} needs a GPU; or choose device=cpu`
  return null
}

/** A whole machine of the smallest kind, less what the system needs. */
export function workerSize({ instanceTypes, device }: Settings): WorkerSize {
  return {
    vcpus: Math.min(...instanceTypes.map(vcpusOf)),
    memory: Math.min(...instanceTypes.map((type) => vcpusOf(type) * gigabytesAVcpu(type) * 1024 * 0.875)),
    gpus: device === 'cpu' ? 0 : 1,
  }
}

/** Batch limits vCPUs, not machines, and may take the largest kind for each worker. */
export function mostVcpus({ instanceTypes, maxWorkers }: Settings): number {
  return maxWorkers * Math.max(...instanceTypes.map(vcpusOf))
}

/** Of c, m and g families: xlarge has 4, 2xlarge 8, ... */
function vcpusOf(type: string): number {
  return 4 * Number(/\.(\d+)xlarge/.exec(type)?.[1] ?? 1)
}

function gigabytesAVcpu(type: string): number {
  return type.startsWith('c') ? 2 : 4
}
