export { Pcg64, type Pcg64State } from './pcg64.ts'
export { environmentSeed, stream } from './streams.ts'
