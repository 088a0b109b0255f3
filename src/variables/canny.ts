import type { Grey } from './grey.ts'

const tan22 = 13573 // tan(22.5°) · 2^15, as in OpenCV

/**
 * Share of edge pixels of Canny (1986) as `cv2.Canny(grey, low, high)`: Sobel 3 x 3 (borders repeated), |dx| + |dy|,
 * thinned in 4 directions, edges above `high` and what touches them above `low`.
 * @returns 0 to 1
 */
export function edgeDensity(grey: Grey, thresholds: { low: number; high: number }): number {
  const low = Math.floor(thresholds.low)
  const high = Math.floor(thresholds.high)
  const { width, height } = grey
  const { dx, dy, magnitude } = gradient(grey)
  const stride = width + 2
  const state = new Uint8Array(stride * (height + 2)) // 0: none, 1: may be an edge, 2: is one
  const stack: number[] = []
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y + 1) * stride + x + 1
      const m = magnitude[at] as number
      if (m <= low || !isRidge(dx[y * width + x] as number, dy[y * width + x] as number, magnitude, at, stride))
        continue
      state[at] = m > high ? 2 : 1
      if (m > high) stack.push(at)
    }
  }

  let edges = stack.length
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const step of [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1]) {
      if (state[at + step] !== 1) continue
      state[at + step] = 2
      edges++
      stack.push(at + step)
    }
  }
  return edges / (width * height)
}

function isRidge(dx: number, dy: number, magnitude: Uint16Array, at: number, stride: number): boolean {
  const m = magnitude[at] as number
  const x = Math.abs(dx)
  const y = Math.abs(dy) << 15
  if (y < x * tan22) return m > (magnitude[at - 1] as number) && m >= (magnitude[at + 1] as number)
  if (y > x * tan22 + (x << 16))
    return m > (magnitude[at - stride] as number) && m >= (magnitude[at + stride] as number)
  const s = (dx ^ dy) < 0 ? -1 : 1
  return m > (magnitude[at - stride - s] as number) && m > (magnitude[at + stride + s] as number)
}

/** Sobel gradients, and |dx| + |dy| with a frame of one pixel of zeros. */
function gradient({ levels, width, height }: Grey): { dx: Int16Array; dy: Int16Array; magnitude: Uint16Array } {
  const dx = new Int16Array(width * height)
  const dy = new Int16Array(width * height)
  const magnitude = new Uint16Array((width + 2) * (height + 2))
  for (let y = 0; y < height; y++) {
    const up = Math.max(0, y - 1) * width
    const row = y * width
    const down = Math.min(height - 1, y + 1) * width
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - 1)
      const right = Math.min(width - 1, x + 1)
      const [a, b, c] = [at(levels, up + left), at(levels, up + x), at(levels, up + right)]
      const [d, f] = [at(levels, row + left), at(levels, row + right)]
      const [g, h, i] = [at(levels, down + left), at(levels, down + x), at(levels, down + right)]
      const across = c + 2 * f + i - a - 2 * d - g
      const downwards = g + 2 * h + i - a - 2 * b - c
      dx[row + x] = across
      dy[row + x] = downwards
      magnitude[(y + 1) * (width + 2) + x + 1] = Math.abs(across) + Math.abs(downwards)
    }
  }
  return { dx, dy, magnitude }
}

function at(levels: Uint8Array, index: number): number {
  return levels[index] as number
}
