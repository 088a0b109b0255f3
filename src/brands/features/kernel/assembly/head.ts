/** Bytes of a head: 32 coefficients of 16 bits. */
export const headBytes: usize = 64

/**
 * The coefficients of a descriptor's Walsh-Hadamard transform that differ most from one to another. The transform keeps distances, but
 * for a factor: squared ones are 128 times as large, and those of heads never larger than those of the whole.
 * @param order 32 bytes: which coefficients, those that differ most first
 * @param scratch of 256 bytes
 * @param out 64 bytes
 */
export function headOf(descriptor: usize, order: usize, scratch: usize, out: usize): void {
  transform(descriptor, scratch)
  for (let i: usize = 0; i < 32; i++) store<i16>(out + (i << 1), load<i16>(scratch + (<usize>load<u8>(order + i) << 1)))
}

/** Of 128 bytes, to as many i16. They are below 32 641. */
export function transform(descriptor: usize, out: usize): void {
  for (let i: usize = 0; i < 128; i += 8) {
    // Within eight: neighbours, neighbouring pairs, and halves.
    let v = v128.load8x8_u(descriptor + i)
    v = i16x8.add(v128.shuffle<i16>(v, v, 1, 0, 3, 2, 5, 4, 7, 6), i16x8.mul(v, i16x8(1, -1, 1, -1, 1, -1, 1, -1)))
    v = i16x8.add(v128.shuffle<i16>(v, v, 2, 3, 0, 1, 6, 7, 4, 5), i16x8.mul(v, i16x8(1, 1, -1, -1, 1, 1, -1, -1)))
    v = i16x8.add(v128.shuffle<i16>(v, v, 4, 5, 6, 7, 0, 1, 2, 3), i16x8.mul(v, i16x8(1, 1, 1, 1, -1, -1, -1, -1)))
    v128.store(out + (i << 1), v)
  }
  for (let reach: usize = 16; reach < 256; reach <<= 1) {
    for (let at: usize = 0; at < 256; at += 16) {
      if (at & reach) continue
      const here = out + at
      const a = v128.load(here)
      const b = v128.load(here + reach)
      v128.store(here, i16x8.add(a, b))
      v128.store(here + reach, i16x8.sub(a, b))
    }
  }
}
