export { Categorical } from './categorical.ts'
export type { Distribution } from './distribution.ts'
export { Gaussian } from './gaussian.ts'
