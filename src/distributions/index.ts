export { Categorical, FORBIDDEN } from './categorical.ts'
export type { Distribution, Weights } from './distribution.ts'
export { Gaussian } from './gaussian.ts'
