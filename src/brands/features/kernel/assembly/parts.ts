// A run: where it begins and ends in its row, the run that it belongs to, and of those that belong to it their box and px.
const runBytes: usize = 32

/**
 * Boxes of the connected parts (four neighbours) above and of those below a level, without those that reach the plane's edge. Runs of
 * each row join those that they touch in the row before.
 * @param shortest side of a box that counts
 * @param filled share of its box that a part has to fill
 * @param runs scratch of 32 bytes a pixel
 * @param out four i32 each: left, top, right, bottom; by the place where the part begins, row by row
 * @returns how many
 */
export function partsOf(
  plane: usize,
  width: i32,
  height: i32,
  level: f32,
  shortest: i32,
  filled: f64,
  runs: usize,
  out: usize,
): i32 {
  const four = f32x4.splat(level)
  let end = runs
  let before = runs
  let aboveBefore: u64 = 0
  for (let y = 0; y < height; y++, plane += <usize>width << 2) {
    const first = end
    let aboveFirst: u64 = 0
    let last: u64 = 0
    for (let x = 0; x < width; x += 64) {
      const count = min(64, width - x)
      let above: u64 = 0
      for (let i = 0; i < count; i += 4) {
        const mask = i32x4.bitmask(f32x4.gt(v128.load(plane + (<usize>(x + i) << 2)), four))
        above |= (<u64>mask) << i
      }
      if (x === 0) {
        aboveFirst = above & 1
        // The first run begins in any case.
        last = aboveFirst ^ 1
      }
      let changes = above ^ ((above << 1) | last)
      if (count < 64) changes &= ((<u64>1) << count) - 1
      for (; changes; changes &= changes - 1) {
        const from = x + <i32>ctz(changes)
        if (end !== first) close(end - runBytes, from, y)
        store<i32>(end, from)
        store<usize>(end, end, 8)
        end += runBytes
      }
      last = above >> 63
    }
    close(end - runBytes, width, y)
    if (y > 0) joinRows(before, first, end, aboveBefore === aboveFirst)
    before = first
    aboveBefore = aboveFirst
  }
  let count = 0
  for (let run = runs; run < end; run += runBytes) {
    if (load<usize>(run, 8) !== run) continue
    const left = load<i32>(run, 12)
    const top = load<i32>(run, 16)
    const right = load<i32>(run, 20)
    const bottom = load<i32>(run, 24)
    if (left === 0 || top === 0 || right === width || bottom === height) continue
    const across = right - left
    const down = bottom - top
    if (min(across, down) < shortest || <f64>load<i32>(run, 28) < filled * <f64>(across * down)) continue
    v128.store(out, v128.load(run, 12))
    out += 16
    count++
  }
  return count
}

/** A run ends: it is a part of its own. */
// @ts-ignore: decorator of AssemblyScript
@inline
function close(run: usize, right: i32, y: i32): void {
  const left = load<i32>(run)
  store<i32>(run, right, 4)
  store<i32>(run, left, 12)
  store<i32>(run, y, 16)
  store<i32>(run, right, 20)
  store<i32>(run, y + 1, 24)
  store<i32>(run, right - left, 28)
}

/** Runs of a row, from `here` to `end`, join those of the row before, from `before` to `here`; of each row, every second one is above. */
function joinRows(before: usize, here: usize, end: usize, sameFirst: bool): void {
  let touching = before
  let same = sameFirst
  for (let run = here; run < end; run += runBytes, same = !same) {
    const from = load<i32>(run)
    const to = load<i32>(run, 4)
    while (load<i32>(touching, 4) <= from) {
      touching += runBytes
      same = !same
    }
    let alike = same
    for (let other = touching; other < here && load<i32>(other) < to; other += runBytes, alike = !alike) {
      if (alike) join(other, run)
    }
  }
}

function join(a: usize, b: usize): void {
  const one = rootOf(a)
  const other = rootOf(b)
  if (one === other) return
  const root = min(one, other)
  const part = max(one, other)
  store<usize>(part, root, 8)
  store<i32>(root, min(load<i32>(root, 12), load<i32>(part, 12)), 12)
  store<i32>(root, min(load<i32>(root, 16), load<i32>(part, 16)), 16)
  store<i32>(root, max(load<i32>(root, 20), load<i32>(part, 20)), 20)
  store<i32>(root, max(load<i32>(root, 24), load<i32>(part, 24)), 24)
  store<i32>(root, load<i32>(root, 28) + load<i32>(part, 28), 28)
}

function rootOf(run: usize): usize {
  let root = run
  while (load<usize>(root, 8) !== root) root = load<usize>(root, 8)
  while (run !== root) {
    const next = load<usize>(run, 8)
    store<usize>(run, root, 8)
    run = next
  }
  return root
}
