/** Exact answers on finite MDPs, by linear solves in float64. Tables are [S × A] in row-major order, gamma is in [0, 1]. */
export { occupancy, policyGradient } from './gradient.ts'
export { type Optimum, optimum } from './optimum.ts'
export { softmax, type TabularPolicy } from './policy.ts'
export { expectedUpdate } from './update.ts'
export { actionValues, advantages, expectedReturn, values } from './values.ts'
