// One step of Stockham's transform for each radix. Element k + stride · (q + groups · j) goes into k + stride · (radix · q + r),
// times factor r of group q (r from 1 on: re, im as f64).

import { turned } from './fourier-turn'

export function two(from: usize, to: usize, groups: u32, stride: u32, factors: usize): void {
  step(2, from, to, groups, stride, factors)
}

export function three(from: usize, to: usize, groups: u32, stride: u32, factors: usize): void {
  step(3, from, to, groups, stride, factors)
}

export function four(from: usize, to: usize, groups: u32, stride: u32, factors: usize): void {
  step(4, from, to, groups, stride, factors)
}

export function five(from: usize, to: usize, groups: u32, stride: u32, factors: usize): void {
  step(5, from, to, groups, stride, factors)
}

/** Each radix has a copy of its own, in which the others are left out. */
// @ts-ignore: decorator of AssemblyScript
@inline
function step(radix: usize, from: usize, to: usize, groups: u32, stride: u32, factors: usize): void {
  const next = <usize>stride << 6
  const block = next * <usize>groups
  for (let q: u32 = 0; q < groups; q++) {
    for (const end = from + next; from < end; from += 64) {
      for (let half: usize = 0; half < 32; half += 16) {
        if (radix === 2) ofTwo(from + half, block, to + half, next, factors)
        else if (radix === 3) ofThree(from + half, block, to + half, next, factors)
        else if (radix === 4) ofFour(from + half, block, to + half, next, factors)
        else ofFive(from + half, block, to + half, next, factors)
      }
      to += 64
    }
    factors += (radix - 1) << 4
    to += (radix - 1) * next
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function ofTwo(a: usize, block: usize, out: usize, next: usize, factors: usize): void {
  const ar = v128.load(a)
  const ai = v128.load(a, 32)
  const br = v128.load(a + block)
  const bi = v128.load(a + block, 32)
  v128.store(out, f64x2.add(ar, br))
  v128.store(out, f64x2.add(ai, bi), 32)
  turned(out + next, f64x2.sub(ar, br), f64x2.sub(ai, bi), factors)
}

const sine60: f64 = 0.8660254037844386

// @ts-ignore: decorator of AssemblyScript
@inline
function ofThree(a: usize, block: usize, out: usize, next: usize, factors: usize): void {
  const half60 = f64x2.splat(sine60)
  const half1 = f64x2.splat(0.5)
  const ar = v128.load(a)
  const ai = v128.load(a, 32)
  const br = v128.load(a + block)
  const bi = v128.load(a + block, 32)
  const cr = v128.load(a + 2 * block)
  const ci = v128.load(a + 2 * block, 32)
  const sumR = f64x2.add(br, cr)
  const sumI = f64x2.add(bi, ci)
  // -i sin 60° (b - c)
  const turnR = f64x2.mul(half60, f64x2.sub(bi, ci))
  const turnI = f64x2.mul(half60, f64x2.sub(cr, br))
  const middleR = f64x2.sub(ar, f64x2.mul(half1, sumR))
  const middleI = f64x2.sub(ai, f64x2.mul(half1, sumI))
  v128.store(out, f64x2.add(ar, sumR))
  v128.store(out, f64x2.add(ai, sumI), 32)
  turned(out + next, f64x2.add(middleR, turnR), f64x2.add(middleI, turnI), factors)
  turned(out + 2 * next, f64x2.sub(middleR, turnR), f64x2.sub(middleI, turnI), factors + 16)
}

// @ts-ignore: decorator of AssemblyScript
@inline
function ofFour(a: usize, block: usize, out: usize, next: usize, factors: usize): void {
  const ar = v128.load(a)
  const ai = v128.load(a, 32)
  const br = v128.load(a + block)
  const bi = v128.load(a + block, 32)
  const cr = v128.load(a + 2 * block)
  const ci = v128.load(a + 2 * block, 32)
  const dr = v128.load(a + 3 * block)
  const di = v128.load(a + 3 * block, 32)
  const sumR = f64x2.add(ar, cr)
  const sumI = f64x2.add(ai, ci)
  const lessR = f64x2.sub(ar, cr)
  const lessI = f64x2.sub(ai, ci)
  const oddR = f64x2.add(br, dr)
  const oddI = f64x2.add(bi, di)
  // -i (b - d)
  const turnR = f64x2.sub(bi, di)
  const turnI = f64x2.sub(dr, br)
  v128.store(out, f64x2.add(sumR, oddR))
  v128.store(out, f64x2.add(sumI, oddI), 32)
  turned(out + next, f64x2.add(lessR, turnR), f64x2.add(lessI, turnI), factors)
  turned(out + 2 * next, f64x2.sub(sumR, oddR), f64x2.sub(sumI, oddI), factors + 16)
  turned(out + 3 * next, f64x2.sub(lessR, turnR), f64x2.sub(lessI, turnI), factors + 32)
}

const cosine72: f64 = 0.30901699437494745
const cosine144: f64 = -0.8090169943749475
const sine72: f64 = 0.9510565162951535
const sine144: f64 = 0.5877852522924731

// @ts-ignore: decorator of AssemblyScript
@inline
function ofFive(a: usize, block: usize, out: usize, next: usize, factors: usize): void {
  const k1 = f64x2.splat(cosine72)
  const k2 = f64x2.splat(cosine144)
  const w1 = f64x2.splat(sine72)
  const w2 = f64x2.splat(sine144)
  const ar = v128.load(a)
  const ai = v128.load(a, 32)
  const br = v128.load(a + block)
  const bi = v128.load(a + block, 32)
  const cr = v128.load(a + 2 * block)
  const ci = v128.load(a + 2 * block, 32)
  const dr = v128.load(a + 3 * block)
  const di = v128.load(a + 3 * block, 32)
  const er = v128.load(a + 4 * block)
  const ei = v128.load(a + 4 * block, 32)
  const outerR = f64x2.add(br, er)
  const outerI = f64x2.add(bi, ei)
  const innerR = f64x2.add(cr, dr)
  const innerI = f64x2.add(ci, di)
  // -i (b - e), -i (c - d)
  const farR = f64x2.sub(bi, ei)
  const farI = f64x2.sub(er, br)
  const nearR = f64x2.sub(ci, di)
  const nearI = f64x2.sub(dr, cr)
  v128.store(out, f64x2.add(ar, f64x2.add(outerR, innerR)))
  v128.store(out, f64x2.add(ai, f64x2.add(outerI, innerI)), 32)
  const oneR = f64x2.add(ar, f64x2.add(f64x2.mul(k1, outerR), f64x2.mul(k2, innerR)))
  const oneI = f64x2.add(ai, f64x2.add(f64x2.mul(k1, outerI), f64x2.mul(k2, innerI)))
  const twoR = f64x2.add(ar, f64x2.add(f64x2.mul(k2, outerR), f64x2.mul(k1, innerR)))
  const twoI = f64x2.add(ai, f64x2.add(f64x2.mul(k2, outerI), f64x2.mul(k1, innerI)))
  const turn1R = f64x2.add(f64x2.mul(w1, farR), f64x2.mul(w2, nearR))
  const turn1I = f64x2.add(f64x2.mul(w1, farI), f64x2.mul(w2, nearI))
  const turn2R = f64x2.sub(f64x2.mul(w2, farR), f64x2.mul(w1, nearR))
  const turn2I = f64x2.sub(f64x2.mul(w2, farI), f64x2.mul(w1, nearI))
  turned(out + next, f64x2.add(oneR, turn1R), f64x2.add(oneI, turn1I), factors)
  turned(out + 2 * next, f64x2.add(twoR, turn2R), f64x2.add(twoI, turn2I), factors + 16)
  turned(out + 3 * next, f64x2.sub(twoR, turn2R), f64x2.sub(twoI, turn2I), factors + 32)
  turned(out + 4 * next, f64x2.sub(oneR, turn1R), f64x2.sub(oneI, turn1I), factors + 48)
}
