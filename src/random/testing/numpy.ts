import { readFileSync } from 'node:fs'

interface NumpyFixture {
  sequences: {
    seed: string | string[]
    spawnKey: number[]
    state32: number[]
    state64: string[]
    pcgState: { state: string; inc: string }
    uint64: string[]
    random: number[]
    uniform: number[]
  }[]
  integers: { draws: [low: number, high: number, value: number][] }
}

/** What numpy gives; made by fixtures/make.py. */
export const numpyFixture: NumpyFixture = JSON.parse(
  readFileSync(new URL('../fixtures/numpy.json', import.meta.url), 'utf8'),
)

/** A seed of the fixture as the library takes it. */
export function fixtureSeed(seed: string | string[]): bigint | bigint[] {
  return Array.isArray(seed) ? seed.map(BigInt) : BigInt(seed)
}
