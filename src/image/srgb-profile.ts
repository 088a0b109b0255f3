/**
 * Whether an embedded ICC profile says sRGB. Then the numbers are sRGB already, and converting them would only cost time
 * (more than decoding the JPEG does) and move some by one through rounding. Matrix profiles are compared: the three
 * colorants and the tone curves at several points (ICC.1:2022, 9.2, 10.6, 10.18).
 * @param profile the whole profile, as in the file
 * @returns false for what is not an RGB matrix profile, is broken, or differs visibly from sRGB
 */
export function isSrgbProfile(profile: Uint8Array): boolean {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength)
  return text(view, 16) === 'RGB ' && text(view, 20) === 'XYZ ' && matches(view)
}

/** Colorants of sRGB, adapted to D50 (IEC 61966-2-1, ICC's own sRGB profiles). */
const colorants = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
} as const
const colorantTolerance = 0.002
/** Of linear light: a third of an 8-bit step at the darkest point that is compared, less above. */
const curveTolerance = 0.0015
const curves = ['rTRC', 'gTRC', 'bTRC'] as const
const points = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1]

function matches(view: DataView): boolean {
  const tags = tagOffsets(view)
  // Tables take precedence over the matrix.
  if (tags.has('A2B0')) return false
  const rightColours = Object.entries(colorants).every(([tag, wanted]) => {
    const at = tags.get(tag)
    return (
      at !== undefined && wanted.every((value, i) => Math.abs(fixed(view, at + 8 + 4 * i) - value) <= colorantTolerance)
    )
  })
  return rightColours && curves.every((tag) => isSrgbCurve(view, tags.get(tag)))
}

function tagOffsets(view: DataView): Map<string, number> {
  const count = Math.min(whole(view, 128), 100)
  return new Map(Array.from({ length: count || 0 }, (_, i) => [text(view, 132 + 12 * i), whole(view, 136 + 12 * i)]))
}

function isSrgbCurve(view: DataView, at = Number.NaN): boolean {
  const kind = text(view, at)
  const curve = kind === 'curv' ? tableCurve(view, at) : kind === 'para' ? parametricCurve(view, at) : null
  return curve !== null && points.every((x) => Math.abs(curve(x) - linear(x)) <= curveTolerance)
}

type Curve = (x: number) => number

/** `curv`: a table, interpolated; none or one entry (a plain gamma) is not sRGB's curve. */
function tableCurve(view: DataView, at: number): Curve | null {
  const count = whole(view, at + 8)
  if (!(count >= 2)) return null
  const entry = (i: number) => short(view, at + 12 + 2 * Math.min(i, count - 1)) / 65_535
  return (x) => {
    const i = Math.floor(x * (count - 1))
    const part = x * (count - 1) - i
    return entry(i) * (1 - part) + entry(i + 1) * part
  }
}

/** `para` of type 3, which sRGB is: (a x + b)^g above d, c x below. */
function parametricCurve(view: DataView, at: number): Curve | null {
  if (short(view, at + 8) !== 3) return null
  const [g = 0, a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3, 4].map((i) => fixed(view, at + 12 + 4 * i))
  return (x) => (x >= d ? (a * x + b) ** g : c * x)
}

function linear(x: number): number {
  return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4
}

// What lies beyond the end of a broken profile is not a number, and so equals nothing.

/** s15Fixed16Number. */
function fixed(view: DataView, at: number): number {
  return holds(view, at, 4) ? view.getInt32(at) / 65_536 : Number.NaN
}

function whole(view: DataView, at: number): number {
  return holds(view, at, 4) ? view.getUint32(at) : Number.NaN
}

function short(view: DataView, at: number): number {
  return holds(view, at, 2) ? view.getUint16(at) : Number.NaN
}

function text(view: DataView, at: number): string {
  return holds(view, at, 4) ? String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, 4)) : ''
}

function holds(view: DataView, at: number, bytes: number): boolean {
  return at >= 0 && at + bytes <= view.byteLength
}
