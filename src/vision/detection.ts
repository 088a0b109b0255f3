import type { Box } from '../image/box.ts'

/** Something that a model found. Boxes are in pixels of the upright original. */
export interface Detection {
  label: string
  /** The model's confidence, 0 to 1. */
  score: number
  box: Box
}

export interface Point {
  x: number
  y: number
}

/** A line of text. `quad` is its outline, clockwise from the top left as it reads; `box` is the hull. */
export interface TextLine extends Detection {
  label: 'text'
  text: string
  quad: readonly [Point, Point, Point, Point]
}

/** A class of the whole picture, with its probability. */
export interface ScoredLabel {
  label: string
  score: number
}

/** Where a logo may be, with a vector that says what is there: near to that of another picture of the same logo. */
export interface LogoRegion extends Detection {
  label: 'logo' | 'text' | 'window'
  vector: Float32Array
}

/** What vision found in one picture; null where the task was not run. */
export interface Sight {
  objects: Detection[] | null
  faces: Detection[] | null
  text: TextLine[] | null
  classes: ScoredLabel[] | null
  logos: LogoRegion[] | null
  /** What the whole picture looks like, of unit length, by the model that gives its classes. */
  embedding: Float32Array | null
}

/** What no task has looked at. */
export const nothingSeen: Sight = {
  objects: null,
  faces: null,
  text: null,
  classes: null,
  logos: null,
  embedding: null,
}

export const tasks = ['objects', 'faces', 'text', 'classes', 'logos'] as const
export type Task = (typeof tasks)[number]
