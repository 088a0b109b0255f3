/** atan2 in turns, 0 to 1, within 2e-5 of a turn: Abramowitz & Stegun (1964), 4.4.49, as a polynomial of degree 9. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function turns(y: f32, x: f32): f32 {
  const ax = abs(x)
  const ay = abs(y)
  const larger = max(ax, ay)
  if (larger === 0) return 0
  const t = min(ax, ay) / larger
  const t2 = t * t
  let angle: f32 = t * (0.99986600 + t2 * (-0.33029950 + t2 * (0.18014100 + t2 * (-0.08513300 + t2 * 0.02083510))))
  angle *= 0.15915494309189535
  if (ay > ax) angle = 0.25 - angle
  if (x < 0) angle = 0.5 - angle
  return y < 0 ? 1 - angle : angle
}
