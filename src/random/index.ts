export { Pcg64, type Pcg64State } from './pcg64.ts'
export { type Entropy, SeedSequence } from './seed-sequence.ts'
export { environmentSeed, type StreamName, stream } from './streams.ts'
