/** Greys that there are. */
const levels: i32 = 256
/** Each byte of a cell that water never reaches. */
const frame: u8 = 0x7f
/** Of each level the cell that waits there and came last, and a place for what waits no more. */
const headsBytes: usize = <usize>(levels + 1) << 2
/** A region that is not done: its level, and the first pixel that was covered in it. */
const openBytes: usize = 8
/** Of a node: its level, its first pixel in the order of covering, how many it has, its parent. */
export const nodeBytes: usize = 16

/**
 * The tree of a plane's dark regions: those connected (4 neighbours) that are no lighter than a level, a node for each level at which one grows.
 * Smaller ones come before those that they lie in. By flooding: water rises from the first pixel, runs down wherever it can, and a region is done when
 * water leaves it over its edge (Nistér & Stewénius 2008). So the pixels of a region are covered one after the other.
 * @param grey a byte a pixel
 * @param turned 255 to see light regions as dark ones, else 0
 * @param least smaller regions, px, are no nodes
 * @param cells gets an i32 a pixel, its place in the order of covering, with a frame: (width + 1) · (height + 2) + 1 of them
 * @param scratch 4 kB
 * @param order gets the address of the cell of each pixel, as they were covered
 * @param nodes gets four i32 each, at most as many as there are pixels: level, first pixel, pixels, parent; the last one's is itself
 * @returns how many nodes
 */
export function flood(
  grey: usize,
  width: i32,
  height: i32,
  turned: i32,
  least: i32,
  cells: usize,
  scratch: usize,
  order: usize,
  nodes: usize,
): i32 {
  fill(grey, width, height, turned, cells)
  memory.fill(scratch, 0, headsBytes)
  const row = rowBytes(width)
  let node = nodes
  let orphan: usize = 0
  let covered = 0
  let at = firstCell(cells, width)
  let level = ~load<i32>(at)
  store<i32>(at, 0)
  // Open regions, the deepest last, above a rim that is never reached.
  const rim = scratch + headsBytes
  store<i32>(rim, levels)
  let open = begun(rim, level, covered)
  for (;;) {
    const lower = lowerBeside(at, row, level, scratch)
    if (lower !== 0) {
      wait(at, scratch + (<usize>level << 2))
      at = lower
      level = ~load<i32>(at)
      store<i32>(at, 0)
      open = begun(open, level, covered)
      continue
    }
    store<i32>(at, covered)
    store<usize>(order + (<usize>covered << 2), at)
    covered++
    while (level < levels && load<i32>(scratch + (<usize>level << 2)) === 0) level++
    // Regions that are lower than the water are done, and become a part of what is around them.
    while (load<i32>(open) < level) {
      const first = load<i32>(open, 4)
      if (covered - first >= least) {
        store<i32>(node, load<i32>(open))
        store<i32>(node, first, 4)
        store<i32>(node, covered - first, 8)
        orphan = adopted(orphan, node, nodes)
        node += nodeBytes
      }
      const outer = open - openBytes
      if (outer === rim || level < load<i32>(outer)) store<i32>(open, level)
      else open = outer
    }
    if (level === levels) break
    const head = scratch + (<usize>level << 2)
    at = load<usize>(head)
    store<i32>(head, load<i32>(at))
  }
  const count = <i32>((node - nodes) / nodeBytes)
  if (count > 0) store<i32>(node - nodeBytes, count - 1, 12)
  return count
}

/** Bytes from a cell to the one below it: what is beside the frame on one side is beside it on the other. */
export function rowBytes(width: i32): usize {
  return <usize>(width + 1) << 2
}

export function firstCell(cells: usize, width: i32): usize {
  return cells + rowBytes(width) + 4
}

/**
 * Cells that water has not reached hold the complement of their grey, which is below 0; while they wait, the cell that waited before them; then what `flood`
 * says.
 */
function fill(grey: usize, width: i32, height: i32, turned: i32, cells: usize): void {
  const mask = i32x4.splat(~turned)
  const row = rowBytes(width)
  memory.fill(cells, frame, row + 4)
  for (let y = 0; y < height; y++) {
    cells += row
    for (let x = 0; x < width; x += 4) {
      const four = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(grey + <usize>x)))
      v128.store(cells + (<usize>x << 2), v128.xor(four, mask), 4)
    }
    grey += <usize>width
    memory.fill(cells, frame, 4)
  }
  memory.fill(cells + row, frame, row + 4)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function begun(open: usize, level: i32, covered: i32): usize {
  open += openBytes
  store<i32>(open, level)
  store<i32>(open, covered, 4)
  return open
}

/** Water reaches the cells beside one, to the right, below, to the left, above, until it runs down. @returns where, or 0 */
// @ts-ignore: decorator of AssemblyScript
@inline
function lowerBeside(at: usize, row: usize, level: i32, heads: usize): usize {
  if (isLower(at + 4, level, heads)) return at + 4
  if (isLower(at + row, level, heads)) return at + row
  if (isLower(at - 4, level, heads)) return at - 4
  return isLower(at - row, level, heads) ? at - row : 0
}

/** A cell that is reached and not lower waits. One that was reached stays as it is, without a branch: whether it was can't be foretold. */
// @ts-ignore: decorator of AssemblyScript
@inline
function isLower(cell: usize, level: i32, heads: usize): bool {
  const value = load<i32>(cell)
  if (<u32>~value < <u32>level) return true
  const reached = value >= 0
  const head = heads + (<usize>select(levels, ~value, reached) << 2)
  store<i32>(cell, select(value, load<i32>(head), reached))
  store<usize>(head, cell)
  return false
}

// @ts-ignore: decorator of AssemblyScript
@inline
function wait(cell: usize, head: usize): void {
  store<i32>(cell, load<i32>(head))
  store<usize>(head, cell)
}

/** Nodes without a parent, each linked to the one before by what will be its parent, get one if they lie in it. @returns the last that has none */
// @ts-ignore: decorator of AssemblyScript
@inline
function adopted(orphan: usize, node: usize, nodes: usize): usize {
  const which = <i32>((node - nodes) / nodeBytes)
  const first = load<i32>(node, 4)
  while (orphan !== 0 && load<i32>(orphan, 4) >= first) {
    const before = load<usize>(orphan, 12)
    store<i32>(orphan, which, 12)
    orphan = before
  }
  store<usize>(node, orphan, 12)
  return node
}
