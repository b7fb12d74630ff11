/** A run from its first step to its last, and the files that it leaves. */
export { load, type Run, resume, type TrainOptions, train } from './train.ts'
