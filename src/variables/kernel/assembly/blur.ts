// Binomial blur of 5 x 5 (1 4 6 4 1), borders mirrored, rounded: OpenCV's GaussianBlur of 8-bit greys, kernel 5, no sigma.

/**
 * @param grey one byte a pixel; @param to the same, and 16 bytes more
 * @param line `width` + 36 bytes; @param across 2 bytes a pixel, and 32 more
 */
export function blur(grey: usize, width: i32, height: i32, line: usize, across: usize, to: usize): void {
  const six = i16x8.splat(6)
  for (let y = 0; y < height; y++) {
    memory.copy(line + 2, grey + <usize>(y * width), width)
    for (let d = 1; d <= 2; d++) {
      store<u8>(line + 2 - d, load<u8>(line + 2 + <usize>mirrored(-d, width)))
      store<u8>(line + 1 + <usize>(width + d), load<u8>(line + 2 + <usize>mirrored(width - 1 + d, width)))
    }
    const row = across + (<usize>(y * width) << 1)
    for (let x: usize = 0; x < <usize>width; x += 8) {
      const at = line + x
      const far = i16x8.add(v128.load8x8_u(at), v128.load8x8_u(at, 4))
      const near = i16x8.add(v128.load8x8_u(at, 1), v128.load8x8_u(at, 3))
      const middle = i16x8.mul(six, v128.load8x8_u(at, 2))
      v128.store(row + (x << 1), i16x8.add(i16x8.add(far, middle), i16x8.shl(near, 2)))
    }
  }
  for (let y = 0; y < height; y++) {
    const a = rowAt(across, y - 2, width, height)
    const b = rowAt(across, y - 1, width, height)
    const c = rowAt(across, y, width, height)
    const d = rowAt(across, y + 1, width, height)
    const e = rowAt(across, y + 2, width, height)
    for (let x: usize = 0; x < <usize>width; x += 8) {
      const at = x << 1
      const far = i16x8.add(v128.load(a + at), v128.load(e + at))
      const near = i16x8.add(v128.load(b + at), v128.load(d + at))
      // At most 255 · 256 + 128: 16 bits hold it.
      const sum = i16x8.add(i16x8.add(far, i16x8.mul(six, v128.load(c + at))), i16x8.shl(near, 2))
      const level = i16x8.shr_u(i16x8.add(sum, i16x8.splat(128)), 8)
      v128.store64_lane(to + <usize>(y * width) + x, i8x16.narrow_i16x8_u(level, level), 0)
    }
  }
}

function rowAt(rows: usize, y: i32, width: i32, height: i32): usize {
  return rows + (<usize>(mirrored(y, height) * width) << 1)
}

/** REFLECT_101, as often as a small picture needs it. */
export function mirrored(index: i32, size: i32): i32 {
  if (size === 1) return 0
  while (index < 0 || index >= size) index = index < 0 ? -index : 2 * size - 2 - index
  return index
}
