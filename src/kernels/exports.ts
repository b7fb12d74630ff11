// What the compiled kernels export.

type Numbers<Count extends number, Types extends number[] = []> = Types['length'] extends Count
  ? Types
  : Numbers<Count, [...Types, number]>
type Procedure<Count extends number, Result = void> = (...values: Numbers<Count>) => Result

/**
 * What src/kernels/assembly/index.ts exports; pointers, sizes and scalars are all numbers. The first group can be divided:
 * it takes a range first, of rows, inputs, columns or elements, whose results do not depend on where ranges end.
 */
export interface KernelExports {
  linear: Procedure<9>
  linearBackwardInput: Procedure<7>
  linearBackwardWeights: Procedure<8>
  add: Procedure<4>
  columnSums: Procedure<6>
  activate: Procedure<5>
  activationBackward: Procedure<7>
  convolve: Procedure<13>
  convolveBackwardWeights: Procedure<12>
  convolveBackwardInput: Procedure<11>
  convolveSparse: Procedure<13>
  convolveSparseBackwardWeights: Procedure<12>
  patternTable: Procedure<8>
  sumPatterns: Procedure<10>
  gatherByPattern: Procedure<9>
  patternTableBackward: Procedure<10>
  layerNorm: Procedure<10>
  adam: Procedure<14>
  sgd: Procedure<8>

  countNonZero: Procedure<2, number>
  gatherRows: Procedure<6, number>
  patternLength: Procedure<2, number>
  patternWork: Procedure<5, number>
  findPatterns: Procedure<12, number>
  patternWindows: Procedure<9>
  turnWeights: Procedure<9>
  layerNormBackward: Procedure<10>
  sumSquares: Procedure<2, number>
  logSoftmax: Procedure<5>
  choiceGradient: Procedure<11>
  shuffle: Procedure<3>

  heapBase: Procedure<0, number>
  scratchSize: Procedure<0, number>
  useScratch: Procedure<1>
  useWideTiles: Procedure<0>
}

/** Where vectors begin. */
export const VECTOR = 4

/** How a kernel's range is cut: pieces begin at multiples of `grain` and have `least` or more, if there are so many. */
interface Division {
  readonly grain: number
  readonly least: number
}
/** Of rows or inputs: what tiles of 4 and of 6 rows have in common, and a block of the packed matrix. */
const TILES: Division = { grain: 12, least: 96 }
const ROWS: Division = { grain: VECTOR, least: VECTOR }
/** Each piece goes over all rows, a few lines of the cache at a time. */
const COLUMNS: Division = { grain: VECTOR, least: 64 }

/** The kernels that can be divided. */
export const divisions = {
  linear: TILES,
  linearBackwardInput: TILES,
  linearBackwardWeights: TILES,
  add: ROWS,
  columnSums: COLUMNS,
  activate: ROWS,
  activationBackward: ROWS,
  convolve: ROWS,
  convolveBackwardWeights: TILES,
  convolveBackwardInput: ROWS,
  convolveSparse: ROWS,
  convolveSparseBackwardWeights: COLUMNS,
  patternTable: ROWS,
  sumPatterns: ROWS,
  gatherByPattern: COLUMNS,
  patternTableBackward: ROWS,
  layerNorm: ROWS,
  adam: ROWS,
  sgd: ROWS,
} as const
export type Divisible = keyof typeof divisions
/** Their names; a thread pool knows them by their place in this list. */
export const divisible = Object.keys(divisions) as readonly Divisible[]
export type AfterRange<Values> = Values extends [number, number, ...infer Rest] ? Rest : never
