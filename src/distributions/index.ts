export { Categorical } from './categorical.ts'
export type { Distribution, Pushes } from './distribution.ts'
export { Gaussian } from './gaussian.ts'
