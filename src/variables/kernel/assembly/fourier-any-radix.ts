// The step of Stockham's transform for a radix that has none of its own; elements and factors as in fourier-radixes.ts.

import { turned } from './fourier-turn'

/** Any odd radix. @param roots cos and sin (f64) of 2 π j / radix for each j, then scratch of `radix` elements */
export function any(
  radix: u32,
  from: usize,
  to: usize,
  groups: u32,
  stride: u32,
  factors: usize,
  roots: usize,
): void {
  const step = <usize>stride << 6
  const block = step * <usize>groups
  const whole = <usize>radix << 4
  const sums = roots + whole
  const middle = (<usize>radix - 1) >> 1
  const differences = sums + (middle << 6)
  for (let q: u32 = 0; q < groups; q++) {
    for (let k: u32 = 0; k < stride; k++) {
      const a = from + (((<usize>k + <usize>stride * <usize>q)) << 6)
      const out = to + (((<usize>k + <usize>stride * <usize>radix * <usize>q)) << 6)
      pairUp(a, block, <usize>radix, sums, differences, out)
      for (let r: usize = 1; r <= middle; r++) {
        let ar0 = v128.load(a)
        let ar1 = v128.load(a, 16)
        let ai0 = v128.load(a, 32)
        let ai1 = v128.load(a, 48)
        let br0 = f64x2.splat(0)
        let br1 = f64x2.splat(0)
        let bi0 = f64x2.splat(0)
        let bi1 = f64x2.splat(0)
        let root: usize = 0
        for (let j: usize = 0; j < middle << 6; j += 64) {
          root += r << 4
          if (root >= whole) root -= whole
          const c = v128.load64_splat(roots + root)
          const s = v128.load64_splat(roots + root, 8)
          ar0 = f64x2.add(ar0, f64x2.mul(c, v128.load(sums + j)))
          ar1 = f64x2.add(ar1, f64x2.mul(c, v128.load(sums + j, 16)))
          ai0 = f64x2.add(ai0, f64x2.mul(c, v128.load(sums + j, 32)))
          ai1 = f64x2.add(ai1, f64x2.mul(c, v128.load(sums + j, 48)))
          br0 = f64x2.add(br0, f64x2.mul(s, v128.load(differences + j)))
          br1 = f64x2.add(br1, f64x2.mul(s, v128.load(differences + j, 16)))
          bi0 = f64x2.add(bi0, f64x2.mul(s, v128.load(differences + j, 32)))
          bi1 = f64x2.add(bi1, f64x2.mul(s, v128.load(differences + j, 48)))
        }
        // x0 + sums cos - i differences sin, and its partner with + i.
        const one = out + r * step
        const other = out + (<usize>radix - r) * step
        const factor = factors + ((r - 1) << 4)
        const partner = factors + ((<usize>radix - r - 1) << 4)
        turned(one, f64x2.add(ar0, bi0), f64x2.sub(ai0, br0), factor)
        turned(one + 16, f64x2.add(ar1, bi1), f64x2.sub(ai1, br1), factor)
        turned(other, f64x2.sub(ar0, bi0), f64x2.add(ai0, br0), partner)
        turned(other + 16, f64x2.sub(ar1, bi1), f64x2.add(ai1, br1), partner)
      }
    }
    factors += (<usize>radix - 1) << 4
  }
}

/** x(j) + x(radix - j) and x(j) - x(radix - j); the sum of all goes to `out`. */
function pairUp(a: usize, block: usize, radix: usize, sums: usize, differences: usize, out: usize): void {
  for (let part: usize = 0; part < 64; part += 16) {
    let all = v128.load(a + part)
    for (let j: usize = 1; j <= (radix - 1) >> 1; j++) {
      const x = v128.load(a + part + j * block)
      const y = v128.load(a + part + (radix - j) * block)
      const sum = f64x2.add(x, y)
      all = f64x2.add(all, sum)
      v128.store(sums + part + ((j - 1) << 6), sum)
      v128.store(differences + part + ((j - 1) << 6), f64x2.sub(x, y))
    }
    v128.store(out + part, all)
  }
}
