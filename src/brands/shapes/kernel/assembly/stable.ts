import { nodeBytes } from './flood'

/**
 * Nodes of a tree whose regions stay as they are over a range of levels, along each branch those that grow least (Matas et al. 2002).
 * @param nodes of `flood`
 * @param over levels
 * @param mostGrowth by how much of its area a region may grow meanwhile
 * @param most px of a region
 * @param diversity of two that lie in each other, the smaller one has to be smaller by this share, or the less stable one goes
 * @param scratch 8 bytes a node
 * @param out gets their indices, at most as many as nodes; i32
 * @returns how many
 */
export function stable(
  nodes: usize,
  count: i32,
  over: i32,
  mostGrowth: f64,
  most: f64,
  diversity: f64,
  scratch: usize,
  out: usize,
): i32 {
  const growths = scratch
  /** For each node the most stable one of nearly its size below it. */
  const champions = scratch + (<usize>count << 2)
  memory.fill(champions, 0xff, <usize>count << 2)
  let found = out
  for (let node = 0; node < count; node++) {
    const growth = growthOf(nodes, node, over, mostGrowth, most)
    store<f32>(growths + (<usize>node << 2), growth)
    let champion = load<i32>(champions + (<usize>node << 2))
    if (growth < Infinity && (champion < 0 || growth < load<f32>(growths + (<usize>champion << 2)))) champion = node
    if (champion < 0) continue
    const above = parentOf(nodes, node)
    if (above === node || <f64>areaOf(nodes, champion) < (1 - diversity) * <f64>areaOf(nodes, above)) {
      store<i32>(found, champion)
      found += 4
      continue
    }
    const best = champions + (<usize>above << 2)
    const other = load<i32>(best)
    if (other < 0 || load<f32>(growths + (<usize>champion << 2)) < load<f32>(growths + (<usize>other << 2)))
      store<i32>(best, champion)
  }
  return <i32>((found - out) >> 2)
}

/** By how much a region grows; Infinity if it is too large or grows too much. */
function growthOf(nodes: usize, node: i32, over: i32, mostGrowth: f64, most: f64): f32 {
  const own = <f64>areaOf(nodes, node)
  if (own > most) return Infinity
  const limit = levelOf(nodes, node) + over
  let above = node
  let next = parentOf(nodes, node)
  while (next !== above && levelOf(nodes, next) <= limit) {
    above = next
    next = parentOf(nodes, next)
  }
  const growth = (<f64>areaOf(nodes, above) - own) / own
  return growth <= mostGrowth ? <f32>growth : Infinity
}

// @ts-ignore: decorator of AssemblyScript
@inline
function levelOf(nodes: usize, node: i32): i32 {
  return load<i32>(nodes + <usize>node * nodeBytes)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function areaOf(nodes: usize, node: i32): i32 {
  return load<i32>(nodes + <usize>node * nodeBytes, 8)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function parentOf(nodes: usize, node: i32): i32 {
  return load<i32>(nodes + <usize>node * nodeBytes, 12)
}
