import { expect, test } from 'vitest'
import { Pcg64 } from './pcg64.ts'
import { environmentSeed, type StreamName, stream } from './streams.ts'

const NUMBERS: Record<StreamName, number> = {
  initialisation: 0,
  actions: 1,
  minibatches: 2,
  environments: 3,
  evaluation: 4,
  logs: 5,
  bootstrap: 6,
  search: 7,
  replay: 8,
}

test.each(Object.entries(NUMBERS))('the name %s is the spawn key %i for ever', (name, number) => {
  expect(stream(5, name as StreamName).getState()).toEqual(Pcg64.fromSeed(5, [number, 0]).getState())
  expect(stream(5, name as StreamName, 3).getState()).toEqual(Pcg64.fromSeed(5, [number, 3]).getState())
})

test('names, indices and seeds give different streams', () => {
  const first = [
    stream(1, 'actions'),
    stream(1, 'actions', 1),
    stream(1, 'minibatches'),
    stream(2, 'actions'),
  ]
  expect(new Set(first.map((generator) => generator.uint64())).size).toBe(4)
})

test('environment seeds are repeatable 32-bit words, all different', () => {
  const seeds = Array.from({ length: 1000 }, (_, index) => environmentSeed(3, index))
  expect(new Set(seeds).size).toBe(1000)
  expect(seeds.every((seed) => seed === seed >>> 0)).toBe(true)
  expect(environmentSeed(3, 7)).toBe(seeds[7])
  expect(environmentSeed(4, 7)).not.toBe(seeds[7])
})
