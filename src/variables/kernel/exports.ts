import type { WasmMemory } from '../../wasm.ts'

/** What kernel.wasm exports; its sources, in `assembly/`, say what the addresses mean. */
export interface Kernel {
  memory: WasmMemory
  colours(rgb: number, steps: number, grey: number, luma: number, sums: number): void
  saturation(colours: number, counts: number, steps: number, shift: number, sums: number): void
  cielab(colours: number, counts: number, steps: number, sums: number): void
  levelCounts(colours: number, counts: number, found: number, tables: number, to: number): void
  nameCounts(colours: number, counts: number, found: number, table: number, to: number): void
  cellSums(colours: number, counts: number, found: number, to: number): void
  colourfulness(colours: number, counts: number, steps: number, sums: number): void
  labSums(colours: number, counts: number, steps: number, sums: number): void
  hsvCounts(colours: number, counts: number, steps: number, to: number): void
  channelCounts(colours: number, counts: number, steps: number, light: number, root: number, to: number): void
  histogram(levels: number, count: number, counts: number): void
  narrowRows(luma: number, width: number, height: number, taps: number, columns: number, narrow: number): void
  rowParts(levels: number, width: number, height: number, taps: number, columns: number, sums: number): void
  narrowColumns(narrow: number, taps: number, across: number, rows: number, small: number): void
  edges(
    grey: number,
    width: number,
    height: number,
    low: number,
    high: number,
    lines: number,
    rows: number,
    line: number,
    map: number,
    sums: number,
  ): void
  startColours(directory: number, pages: number): void
  countColours(
    ...places: [
      rgb: number,
      pixels: number,
      keys: number,
      directory: number,
      pages: number,
      list: number,
      found: number,
    ]
  ): number
  collectColours(list: number, found: number, directory: number, counts: number): void
  matlabGreys(rgb: number, steps: number, products: number, rounded: number): void
  hsvPlanes(rgb: number, steps: number, hue: number, saturation: number, value: number): void
  variation(plane: number, width: number, height: number, to: number): void
  blockSums(plane: number, stride: number, width: number, height: number, sums: number): void
  columnSums(plane: number, width: number, height: number, sums: number): void
  laplacianSums(
    ...places: [grey: number, stride: number, width: number, height: number, lines: number, line: number, sums: number]
  ): void
  laplacianSum(plane: number, width: number, height: number): number
  noiseSum(plane: number, width: number, height: number): number
  haarSum(plane: number, stride: number, width: number, height: number): number
  means(rgb: number, steps: number, levels: number): void
  brightRegions(
    ...places: [
      ...[levels: number, width: number, height: number, weights: number, rows: number],
      ...[bright: number, runs: number, labels: number, area: number],
    ]
  ): number
  gradients(
    ...places: [
      ...[grey: number, width: number, height: number, weights: number],
      ...[line: number, smooth: number, lengths: number, sides: number],
    ]
  ): number
  crestsOf(
    ...places: [
      ...[lengths: number, sides: number, width: number, height: number],
      ...[low: number, high: number, crests: number],
    ]
  ): void
  followCrests(sides: number, width: number, height: number, crests: number, stack: number): number
  range(bytes: number, count: number): number
  labBlocks(
    ...places: [
      ...[rgb: number, width: number, height: number, tables: number, scale: number],
      ...[tiles: number, blocks: number],
    ]
  ): void
  clustersRoom(width: number, height: number): number
  clusters(
    ...places: [
      ...[tiles: number, blocks: number, width: number, height: number, sums: number, count: number],
      ...[step: number, reachX: number, reachY: number, rounds: number, work: number, map: number, pitch: number],
    ]
  ): void
  joinParts(
    ...places: [
      ...[map: number, width: number, height: number, pitch: number],
      ...[small: number, large: number, queue: number, runs: number],
    ]
  ): void
  partSums(...places: [map: number, width: number, height: number, pitch: number, weights: number, sums: number]): void
  weightedColumns(
    ...places: [
      ...[from: number, stride: number, height: number, weights: number],
      ...[reach: number, step: number, beyond: number, taps: number, to: number],
    ]
  ): void
  weightedRows(
    ...places: [
      ...[from: number, stride: number, width: number, rows: number, weights: number, reach: number],
      ...[step: number, beyond: number, line: number, to: number, across: number],
    ]
  ): void
  borderedColumns(
    ...places: [
      ...[from: number, stride: number, height: number, sets: number],
      ...[taps: number, list: number, to: number],
    ]
  ): void
  borderedRows(
    ...places: [
      ...[from: number, stride: number, width: number, rows: number],
      ...[sets: number, taps: number, to: number],
    ]
  ): void
  cellColours(
    ...places: [
      ...[rgb: number, width: number, height: number, wide: number, high: number],
      ...[stride: number, columns: number, to: number],
    ]
  ): void
  cellLab(planes: number, count: number, lights: number, matrix: number): void
  differences(a: number, b: number, count: number): void
  squares(plane: number, count: number): void
  turnedEnergies(
    ...places: [
      ...[from: number, stride: number, width: number, height: number, even: number, odd: number],
      ...[lines: number, falling: number, rising: number],
    ]
  ): void
  spread(
    ...places: [
      ...[kind: 1 | 2 | 3, planes: number, stride: number, width: number, height: number],
      ...[weights: number, reach: number, step: number, lines: number, to: number],
    ]
  ): void
  directions(down: number, across: number, falling: number, rising: number, count: number): void
  blur(grey: number, width: number, height: number, line: number, across: number, to: number): void
  blurThree(grey: number, width: number, height: number, line: number, across: number, to: number): void
  sumsAbove(levels: number, width: number, height: number, left: number, stride: number, to: number): void
  contrasts(
    ...places: [
      ...[levels: number, width: number, height: number, sums: number, stride: number],
      ...[squares: number, count: number, above: number, below: number],
    ]
  ): void
  largestOf(numbers: number, count: number): number
  addLevels(
    ...places: [above: number, below: number, count: number, ofAbove: number, ofBelow: number, to: number]
  ): void
  edgePlane(map: number, width: number, height: number, to: number): void
  lineSegments(
    ...places: [
      ...[left: number, width: number, height: number],
      ...[waiting: number, votes: number, turns: number, lines: number],
    ]
  ): number
  mirroredRows(rgb: number, width: number, height: number): number
  mirroredColumns(rgb: number, width: number, height: number): number
  mirroredProducts(
    ...places: [cells: number, lines: number, length: number, first: number, end: number, beyond: number]
  ): number
  figureSums(rgb: number, marks: number, edges: number, steps: number, sums: number): void
  enlarge(
    ...places: [
      ...[rows: number, line: number, taps: number, width: number, height: number],
      ...[bytes: number, limits: number],
    ]
  ): void
  markAbove(
    ...places: [
      ...[rows: number, line: number, taps: number, width: number, height: number],
      ...[threshold: number, marks: number],
    ]
  ): void
  transform(data: number, work: number, plan: number): number
  spectrumRows(
    ...places: [
      ...[grey: number, stride: number, width: number, height: number, plan: number],
      ...[data: number, work: number, zeros: number, spectrum: number, height8: number],
    ]
  ): void
  spectrumColumns(
    ...places: [
      ...[spectrum: number, width: number, height: number, height8: number, plan: number, work: number],
      ...[least: number, radii: number, count: number],
    ]
  ): number
  halfCircles(
    spectrum: number,
    width: number,
    height: number,
    height8: number,
    directions: number,
    points: number,
    radii: number,
    sums: number,
  ): void
  follow(map: number, size: number, stride: number, stack: number, room: number): number
}
