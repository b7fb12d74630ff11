/** The moves on a grid as [rows down, columns right]: actions 0 up, 1 right, 2 down, 3 left. */
export const MOVES: readonly (readonly [number, number])[] = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
]
