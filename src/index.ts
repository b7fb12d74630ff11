/** formscale: policy optimisation as a choice of gradient form and scaling function. */
export * from './envs/index.ts'
export { loadPolicy, Policy } from './policies/index.ts'
export { Pcg64 } from './random/index.ts'
export { load, type Run, resume, type TrainOptions, train } from './runs/index.ts'
export * from './training/index.ts'
export * from './updates/index.ts'
