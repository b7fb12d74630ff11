// Every test of an operation runs on every build, in memory whose edges are watched.

import fc from 'fast-check'
import { beforeEach, describe, expect } from 'vitest'
import type { Kernels } from '../index.ts'
import { instantiate } from '../load.ts'
import { GuardedMemory } from './guarded-memory.ts'

/** Both builds, each as its products are made where the engine joins vectors and where it does not. */
async function supported(): Promise<Kernels[]> {
  const found: (Kernels | undefined)[] = []
  for (const build of ['simd', 'relaxed-simd'] as const)
    for (const wide of [false, true]) found.push(await instantiate(build, false, wide))
  return found.filter((kernels) => kernels !== undefined)
}

export const builds = await supported()

// Around every tile and vector size, and past the 256 blocks of depth and columns.
const size = fc.oneof(fc.integer({ min: 1, max: 34 }), fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 16, 24, 64))
const shape = fc.tuple(size, size, size)
const largeShapes: [number, number, number][] = [
  [1, 300, 300],
  [3, 70, 530],
  [64, 4, 64],
  [64, 64, 2],
  [61, 64, 1],
  [13, 600, 9],
  [520, 17, 3],
  [300, 5, 270],
  [40, 257, 259],
  [5, 5000, 2],
]

type Check = (rows: number, inputs: number, outputs: number, seed: number) => void

interface Suite {
  readonly kernels: Kernels
  /** Empty at the beginning of each test. */
  readonly memory: GuardedMemory
  /** Runs `check` on random shapes and on the large ones, each with fresh guards that must survive. */
  readonly forShapes: (check: Check) => void
}

/** Declares the tests of `body` for each build. */
export function describeBuilds(body: (suite: Suite) => void): void {
  describe.each(builds)('$build kernels, wide tiles: $wide', (kernels) => {
    const memory = new GuardedMemory(kernels, 1 << 20)
    beforeEach(() => memory.reset())
    body({ kernels, memory, forShapes: (check) => checkShapes(memory, check) })
  })
}

function checkShapes(memory: GuardedMemory, check: Check): void {
  const guarded: Check = (rows, inputs, outputs, seed) => {
    memory.reset()
    check(rows, inputs, outputs, seed)
    expect(memory.damage(), 'overwritten guard words').toBe(0)
  }
  for (const [rows, inputs, outputs] of largeShapes) guarded(rows, inputs, outputs, 7)
  fc.assert(
    fc.property(shape, fc.integer(), ([rows, inputs, outputs], seed) => guarded(rows, inputs, outputs, seed)),
    { numRuns: 150 },
  )
}
