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
  windows: Procedure<9>
  windowsBackward: Procedure<9>
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
  softmaxGradient: Procedure<7>

  heapBase: Procedure<0, number>
  scratchSize: Procedure<0, number>
  useScratch: Procedure<1>
  useWideTiles: Procedure<0>
}

/** Where vectors begin, and where tiles of 4 and of 6 rows do. */
export const VECTOR = 4
const TILES = 12

/** The kernels that can be divided: what the ranges of their threads begin at multiples of. */
export const grains = {
  linear: TILES,
  linearBackwardInput: TILES,
  linearBackwardWeights: TILES,
  add: VECTOR,
  columnSums: VECTOR,
  activate: VECTOR,
  activationBackward: VECTOR,
  windows: VECTOR,
  windowsBackward: VECTOR,
  convolveSparse: VECTOR,
  convolveSparseBackwardWeights: VECTOR,
  patternTable: VECTOR,
  sumPatterns: VECTOR,
  gatherByPattern: VECTOR,
  patternTableBackward: VECTOR,
  layerNorm: VECTOR,
  adam: VECTOR,
  sgd: VECTOR,
} as const
export type Divisible = keyof typeof grains
/** Their names; a crew knows them by their place in this list. */
export const divisible = Object.keys(grains) as readonly Divisible[]
export type AfterRange<Values> = Values extends [number, number, ...infer Rest] ? Rest : never
