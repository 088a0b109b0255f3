/** What counts as found. Part of the pipeline's digest: other thresholds are other numbers. */
export interface Thresholds {
  /** Lowest score of an object: objectness x class. */
  objectScore: number
  /** Of two boxes of one class that overlap by more (IoU), the better one stays. */
  objectOverlap: number
  /** Lowest score of a face: sqrt(class x objectness). */
  faceScore: number
  faceOverlap: number
}

export const defaultThresholds: Thresholds = {
  objectScore: 0.3,
  objectOverlap: 0.45,
  faceScore: 0.6,
  faceOverlap: 0.3,
}
