/**
 * The least cost of moving masses: the transportation problem (Hitchcock 1941), exactly, by shortest paths one after the other with
 * potentials (Edmonds & Karp 1972). Masses are whole numbers, so that no rest of rounding is left to be moved.
 * @param supply what lies at each source; @param demand what each sink takes, in all as much as lies at the sources
 * @param cost of a unit from source i to sink j at i · sinks + j, not negative
 * @returns the sum of masses times costs
 */
export function leastTransport(supply: readonly number[], demand: readonly number[], cost: ArrayLike<number>): number {
  const [sources, sinks] = [supply.length, demand.length]
  const flow = new Float64Array(sources * sinks)
  const free = Float64Array.from(demand)
  const potentials = { source: new Float64Array(sources), sink: new Float64Array(sinks) }
  for (let source = 0; source < sources; source++) {
    let left = supply[source] as number
    while (left > 0) {
      const path = cheapestPath(source, { sources, sinks, flow, free, cost, potentials })
      let most = left
      for (const { back } of path.steps) if (back !== null) most = Math.min(most, flow[back] as number)
      most = Math.min(most, free[path.end] as number)
      for (const { there, back } of path.steps) {
        flow[there] = (flow[there] as number) + most
        if (back !== null) flow[back] = (flow[back] as number) - most
      }
      free[path.end] = (free[path.end] as number) - most
      left -= most
    }
  }
  return flow.reduce((sum, mass, i) => sum + mass * (cost[i] as number), 0)
}

interface Network {
  sources: number
  sinks: number
  flow: Float64Array
  /** What each sink still takes. */
  free: Float64Array
  cost: ArrayLike<number>
  /** Costs less these are nowhere negative, and nought where something flows. */
  potentials: { source: Float64Array; sink: Float64Array }
}

/** Places in `flow`: one more unit goes `there`, and one that went `back` to the sink before goes no more. */
interface Step {
  there: number
  back: number | null
}

/** Dijkstra's search from a source to the nearest sink that has room; the potentials are set for the next search. */
function cheapestPath(start: number, network: Network): { end: number; steps: Step[] } {
  const { sources, sinks, flow, free, cost, potentials } = network
  const distance = new Float64Array(sinks).fill(Number.POSITIVE_INFINITY)
  const comesFrom = new Int32Array(sinks)
  const done = new Uint8Array(sinks)
  const sourceDistance = new Float64Array(sources).fill(Number.POSITIVE_INFINITY)
  const sourceFrom = new Int32Array(sources).fill(-1)
  const leave = (source: number, far: number) => {
    sourceDistance[source] = far
    for (let sink = 0; sink < sinks; sink++) {
      const edge = (cost[source * sinks + sink] as number) - (potentials.source[source] as number)
      const way = far + Math.max(0, edge - (potentials.sink[sink] as number))
      if (done[sink] || way >= (distance[sink] as number)) continue
      distance[sink] = way
      comesFrom[sink] = source
    }
  }
  leave(start, 0)
  let end = nearest(distance, done)
  while (free[end] === 0) {
    done[end] = 1
    for (let source = 0; source < sources; source++) {
      if (flow[source * sinks + end] === 0 || sourceDistance[source] !== Number.POSITIVE_INFINITY) continue
      sourceFrom[source] = end
      leave(source, distance[end] as number)
    }
    end = nearest(distance, done)
  }
  const far = distance[end] as number
  for (let source = 0; source < sources; source++) {
    const shift = Math.max(0, far - (sourceDistance[source] as number))
    potentials.source[source] = (potentials.source[source] as number) + shift
  }
  for (let sink = 0; sink < sinks; sink++) {
    if (done[sink]) potentials.sink[sink] = (potentials.sink[sink] as number) - (far - (distance[sink] as number))
  }
  const steps: Step[] = []
  for (let sink = end; ; ) {
    const source = comesFrom[sink] as number
    const before = sourceFrom[source] as number
    steps.push({ there: source * sinks + sink, back: before < 0 ? null : source * sinks + before })
    if (before < 0) return { end, steps }
    sink = before
  }
}

function nearest(distance: Float64Array, done: Uint8Array): number {
  let best = -1
  for (let sink = 0; sink < distance.length; sink++) {
    if (done[sink]) continue
    if (best < 0 || (distance[sink] as number) < (distance[best] as number)) best = sink
  }
  return best
}
