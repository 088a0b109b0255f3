import type { Box, Size } from '../image/box.ts'
import type { Random } from '../random.ts'

/** A drawn scene with a place for a logo. */
export interface Scene extends Size {
  kind: SceneKind
  /** Shapes of the scene, without the `<svg>` around them. */
  shapes: string
  /** Where a logo fits, or null where none belongs. */
  slot: Slot | null
}

export interface Slot {
  box: Box
  /** Colour of the surface below the logo. */
  surface: string
  /** Degrees, clockwise. */
  tilt: number
}

export const sceneKinds = ['billboard', 'shop', 'can', 'shirt', 'packshot', 'landscape'] as const
export type SceneKind = (typeof sceneKinds)[number]

const surfaces = ['#f8f5ee', '#f4d35e', '#d62839', '#1d3557', '#2a9d8f', '#222222', '#e9edf0', '#5c3d2e']

/** Draws a scene of one kind; the same random numbers draw the same scene. */
export function drawScene(kind: SceneKind, random: Random): Scene {
  const { width, height } = random.pick<Size>([
    { width: 1080, height: 1080 },
    { width: 1080, height: 1350 },
    { width: 1080, height: 720 },
  ])
  const { shapes, slot } = painters[kind]({ width, height, random, surface: random.pick(surfaces) })
  return { kind, width, height, shapes, slot }
}

interface Canvas extends Size {
  random: Random
  surface: string
}
type Painted = Pick<Scene, 'shapes' | 'slot'>

const painters: Record<SceneKind, (canvas: Canvas) => Painted> = {
  billboard: (canvas) => {
    const { width, height, random, surface } = canvas
    const panel = around(
      width * random.between(0.35, 0.65),
      height * random.between(0.25, 0.4),
      width * random.between(0.3, 0.5),
      height * 0.2,
    )
    const post = rect(
      { x1: (panel.x1 + panel.x2) / 2 - 12, x2: (panel.x1 + panel.x2) / 2 + 12, y1: panel.y2, y2: height * 0.85 },
      '#555b66',
    )
    const tilt = random.between(-4, 4)
    return {
      shapes: sky(canvas) + buildings(canvas) + post + turned(rect(panel, surface, 6), panel, tilt),
      slot: { box: inset(panel, 0.12), surface, tilt },
    }
  },
  shop: (canvas) => {
    const { width, height, random, surface } = canvas
    const sign = { x1: width * 0.12, x2: width * 0.88, y1: height * 0.2, y2: height * 0.33 }
    const wall = rect(
      { x1: 0, y1: 0, x2: width, y2: height },
      random.pick(['#b08968', '#8d99ae', '#a3b18a', '#cdb4db']),
    )
    const bricks = many(60, () =>
      rect(around(random.between(0, width), random.between(0, height), 46, 18), '#00000018'),
    )
    const windows = [0.14, 0.56].map((x) =>
      rect({ x1: width * x, x2: width * (x + 0.3), y1: height * 0.42, y2: height * 0.85 }, 'url(#glass)'),
    )
    return {
      shapes:
        gradient('glass', '#cfe8f3', '#49657a') +
        wall +
        bricks +
        windows.join('') +
        rect(sign, surface, 4) +
        floor(canvas, '#6d6875'),
      slot: { box: part(inset(sign, 0.1), random, 0.45), surface, tilt: 0 },
    }
  },
  can: (canvas) => {
    const { width, height, random, surface } = canvas
    const can = around(width * random.between(0.3, 0.7), height * 0.6, width * 0.26, height * 0.5)
    const shine = rect(
      { ...can, x1: can.x1 + (can.x2 - can.x1) * 0.1, x2: can.x1 + (can.x2 - can.x1) * 0.18 },
      '#ffffff55',
      14,
    )
    return {
      shapes:
        room(canvas) +
        floor(canvas, '#7f5539') +
        rect(can, surface, 34) +
        ellipse((can.x1 + can.x2) / 2, can.y1 + 8, (can.x2 - can.x1) / 2, 18, '#c0c5ce') +
        shine,
      slot: { box: inset(can, 0.08), surface, tilt: random.between(-7, 7) },
    }
  },
  shirt: (canvas) => {
    const { width, height, random, surface } = canvas
    const x = width * random.between(0.4, 0.6)
    const w = width * 0.26
    const torso = `<path d="M${x - w} ${height * 0.42} Q${x} ${height * 0.34} ${x + w} ${height * 0.42} L${x + w * 0.85} ${height} H${x - w * 0.85}Z" fill="${surface}"/>`
    const skin = random.pick(['#8d5524', '#c68642', '#e0ac69', '#f1c27d'])
    return {
      shapes:
        room(canvas) +
        ellipse(x, height * 0.24, w * 0.38, height * 0.12, skin) +
        rect(around(x, height * 0.36, w * 0.34, height * 0.1), skin, 20) +
        torso,
      slot: {
        box: around(x + w * random.between(-0.2, 0.2), height * 0.58, w * random.between(0.6, 1), height * 0.1),
        surface,
        tilt: random.between(-9, 9),
      },
    }
  },
  packshot: ({ width, height, random, surface }) => {
    const carton = around(
      width / 2,
      height * 0.52,
      width * random.between(0.4, 0.55),
      height * random.between(0.45, 0.6),
    )
    const paper = rect({ x1: 0, y1: 0, x2: width, y2: height }, random.pick(['#ffffff', '#f7f7f7', '#eef2f5']))
    const side = `<path d="M${carton.x2} ${carton.y1} l40 26 V${carton.y2 - 20} L${carton.x2} ${carton.y2}Z" fill="${surface}" style="filter:brightness(.75)"/>`
    return {
      shapes:
        paper +
        ellipse(width / 2, carton.y2 + 6, (carton.x2 - carton.x1) * 0.6, 16, '#00000022') +
        rect(carton, surface, 3) +
        side,
      slot: { box: inset(carton, 0.1), surface, tilt: 0 },
    }
  },
  landscape: (canvas) => {
    const { width, height, random } = canvas
    const hills = [0.5, 0.62, 0.75].map((level, i) => {
      const green = ['#6a994e', '#386641', '#283618'][i]
      return `<path d="M0 ${height * level} Q${width * random.between(0.2, 0.4)} ${height * (level - 0.18)} ${width * 0.6} ${height * level} T${width} ${height * (level - 0.06)} V${height} H0Z" fill="${green}"/>`
    })
    const sun = ellipse(width * random.between(0.2, 0.8), height * 0.2, 60, 60, '#ffe8a3')
    return { shapes: sky(canvas) + sun + hills.join(''), slot: null }
  },
}

const sky = ({ random }: Canvas) =>
  gradient('sky', random.pick(['#5fa8d3', '#f4a261', '#274060']), random.pick(['#cae9ff', '#ffe5d9', '#8d99ae'])) +
  '<rect width="100%" height="100%" fill="url(#sky)"/>'

const buildings = ({ width, height, random }: Canvas) =>
  many(7, (i) => {
    const house = {
      x1: (i * width) / 7,
      x2: ((i + 1) * width) / 7,
      y1: height * random.between(0.35, 0.65),
      y2: height * 0.85,
    }
    const lights = many(10, () =>
      rect(
        around(random.between(house.x1 + 20, house.x2 - 20), random.between(house.y1 + 20, house.y2 - 20), 16, 22),
        '#ffe8a399',
      ),
    )
    return rect(house, random.pick(['#3d405b', '#5e6472', '#81667a', '#495057'])) + lights
  }) + rect({ x1: 0, x2: width, y1: height * 0.85, y2: height }, '#3a3a3c')

const room = ({ width, height, random }: Canvas) =>
  gradient('room', random.pick(['#e6ccb2', '#adb5bd', '#b7b7a4']), random.pick(['#9c6644', '#6c757d', '#6b705c'])) +
  '<rect width="100%" height="100%" fill="url(#room)"/>' +
  many(14, () =>
    ellipse(
      random.between(0, width),
      random.between(0, height * 0.7),
      random.between(10, 60),
      random.between(10, 60),
      '#ffffff22',
    ),
  )

const floor = ({ width, height }: Canvas, colour: string) =>
  rect({ x1: 0, x2: width, y1: height * 0.84, y2: height }, colour)

function many(count: number, draw: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => draw(i)).join('')
}

function around(x: number, y: number, width: number, height: number): Box {
  return { x1: x - width / 2, x2: x + width / 2, y1: y - height / 2, y2: y + height / 2 }
}

function inset({ x1, y1, x2, y2 }: Box, share: number): Box {
  const dx = (x2 - x1) * share
  const dy = (y2 - y1) * share
  return { x1: x1 + dx, x2: x2 - dx, y1: y1 + dy, y2: y2 - dy }
}

/** A part of a box, that share of its width wide, somewhere along it. */
function part(box: Box, random: Random, share: number): Box {
  const width = (box.x2 - box.x1) * share
  const x1 = random.between(box.x1, box.x2 - width)
  return { ...box, x1, x2: x1 + width }
}

function rect({ x1, y1, x2, y2 }: Box, fill: string, corner = 0): string {
  return `<rect x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}" rx="${corner}" fill="${fill}"/>`
}

function ellipse(x: number, y: number, rx: number, ry: number, fill: string): string {
  return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`
}

function gradient(id: string, from: string, to: string): string {
  return `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`
}

function turned(shape: string, { x1, y1, x2, y2 }: Box, degrees: number): string {
  return `<g transform="rotate(${degrees} ${(x1 + x2) / 2} ${(y1 + y2) / 2})">${shape}</g>`
}
