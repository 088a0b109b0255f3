import type { Complex } from './fourier.ts'

// One step of Stockham's transform for each radix: `m` groups, `stride` series side by side.

export function stepOf2(from: Complex, to: Complex, m: number, stride: number): void {
  const { re, im } = from
  const { re: toRe, im: toIm } = to
  for (let q = 0; q < m; q++) {
    const angle = (-Math.PI * q) / m
    const c = Math.cos(angle)
    const s = Math.sin(angle)
    for (let k = 0; k < stride; k++) {
      const a = k + stride * q
      const b = a + stride * m
      const out = k + stride * 2 * q
      const dr = (re[a] as number) - (re[b] as number)
      const di = (im[a] as number) - (im[b] as number)
      toRe[out] = (re[a] as number) + (re[b] as number)
      toIm[out] = (im[a] as number) + (im[b] as number)
      toRe[out + stride] = dr * c - di * s
      toIm[out + stride] = dr * s + di * c
    }
  }
}

export function stepOf4(from: Complex, to: Complex, m: number, stride: number): void {
  const { re, im } = from
  const { re: toRe, im: toIm } = to
  const block = stride * m
  for (let q = 0; q < m; q++) {
    const angle = (-Math.PI * q) / (2 * m)
    const c1 = Math.cos(angle)
    const s1 = Math.sin(angle)
    const c2 = Math.cos(2 * angle)
    const s2 = Math.sin(2 * angle)
    const c3 = Math.cos(3 * angle)
    const s3 = Math.sin(3 * angle)
    for (let k = 0; k < stride; k++) {
      const a = k + stride * q
      const b = a + block
      const c = b + block
      const d = c + block
      const sumR = (re[a] as number) + (re[c] as number)
      const sumI = (im[a] as number) + (im[c] as number)
      const lessR = (re[a] as number) - (re[c] as number)
      const lessI = (im[a] as number) - (im[c] as number)
      const oddR = (re[b] as number) + (re[d] as number)
      const oddI = (im[b] as number) + (im[d] as number)
      // -i (b - d)
      const turnR = (im[b] as number) - (im[d] as number)
      const turnI = (re[d] as number) - (re[b] as number)
      const out = k + stride * 4 * q
      toRe[out] = sumR + oddR
      toIm[out] = sumI + oddI
      const r1 = lessR + turnR
      const i1 = lessI + turnI
      toRe[out + stride] = r1 * c1 - i1 * s1
      toIm[out + stride] = r1 * s1 + i1 * c1
      const r2 = sumR - oddR
      const i2 = sumI - oddI
      toRe[out + 2 * stride] = r2 * c2 - i2 * s2
      toIm[out + 2 * stride] = r2 * s2 + i2 * c2
      const r3 = lessR - turnR
      const i3 = lessI - turnI
      toRe[out + 3 * stride] = r3 * c3 - i3 * s3
      toIm[out + 3 * stride] = r3 * s3 + i3 * c3
    }
  }
}

const sine60 = Math.sqrt(3) / 2

export function stepOf3(from: Complex, to: Complex, m: number, stride: number): void {
  const { re, im } = from
  const { re: toRe, im: toIm } = to
  const block = stride * m
  for (let q = 0; q < m; q++) {
    const angle = (-2 * Math.PI * q) / (3 * m)
    const c1 = Math.cos(angle)
    const s1 = Math.sin(angle)
    const c2 = Math.cos(2 * angle)
    const s2 = Math.sin(2 * angle)
    for (let k = 0; k < stride; k++) {
      const a = k + stride * q
      const b = a + block
      const c = b + block
      const sumR = (re[b] as number) + (re[c] as number)
      const sumI = (im[b] as number) + (im[c] as number)
      // -i sin 60° (b - c)
      const turnR = sine60 * ((im[b] as number) - (im[c] as number))
      const turnI = sine60 * ((re[c] as number) - (re[b] as number))
      const middleR = (re[a] as number) - sumR / 2
      const middleI = (im[a] as number) - sumI / 2
      const out = k + stride * 3 * q
      toRe[out] = (re[a] as number) + sumR
      toIm[out] = (im[a] as number) + sumI
      const r1 = middleR + turnR
      const i1 = middleI + turnI
      toRe[out + stride] = r1 * c1 - i1 * s1
      toIm[out + stride] = r1 * s1 + i1 * c1
      const r2 = middleR - turnR
      const i2 = middleI - turnI
      toRe[out + 2 * stride] = r2 * c2 - i2 * s2
      toIm[out + 2 * stride] = r2 * s2 + i2 * c2
    }
  }
}

/** Any radix, in as many sums as it has terms. */
export function stepOf(radix: number, from: Complex, to: Complex, m: number, stride: number): void {
  const { re, im } = from
  const { re: toRe, im: toIm } = to
  for (let q = 0; q < m; q++) {
    for (let r = 0; r < radix; r++) {
      const out = stride * (radix * q + r)
      for (let j = 0; j < radix; j++) {
        // e^(-2πi (j r / radix + q r / (radix m)))
        const angle = (-2 * Math.PI * (((j * r) % radix) * m + q * r)) / (radix * m)
        const c = Math.cos(angle)
        const s = Math.sin(angle)
        const at = stride * (q + m * j)
        if (j === 0) {
          for (let k = 0; k < stride; k++) {
            toRe[out + k] = (re[at + k] as number) * c - (im[at + k] as number) * s
            toIm[out + k] = (re[at + k] as number) * s + (im[at + k] as number) * c
          }
        } else {
          for (let k = 0; k < stride; k++) {
            toRe[out + k] = (toRe[out + k] as number) + ((re[at + k] as number) * c - (im[at + k] as number) * s)
            toIm[out + k] = (toIm[out + k] as number) + ((re[at + k] as number) * s + (im[at + k] as number) * c)
          }
        }
      }
    }
  }
}
