// A value that is stored turned: multiplied by a factor, cos and sin as f64.

// @ts-ignore: decorator of AssemblyScript
@inline
export function turned(to: usize, re: v128, im: v128, factor: usize): void {
  put(to, re, im, v128.load64_splat(factor), v128.load64_splat(factor, 8))
}

/** (re + i im) (c + i s). */
// @ts-ignore: decorator of AssemblyScript
@inline
export function put(to: usize, re: v128, im: v128, c: v128, s: v128): void {
  v128.store(to, f64x2.sub(f64x2.mul(re, c), f64x2.mul(im, s)))
  v128.store(to, f64x2.add(f64x2.mul(re, s), f64x2.mul(im, c)), 32)
}
