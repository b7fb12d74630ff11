import { beforeAll, expect, test } from 'vitest'
import { Pcg64 } from '../../random/index.ts'
import { sample } from '../spaces.ts'
import { prepareMujoco } from './engine.ts'
import { hopper } from './hopper.ts'
import { humanoid } from './humanoid.ts'
import { tasks } from './index.ts'
import { Mujoco } from './mujoco.ts'
import { Simulation } from './simulation.ts'

beforeAll(prepareMujoco)

/** Bytes of MuJoCo's memory, which only ever grows. */
const memoryOf = (simulation: Simulation): number => simulation.physics.qpos.buffer.byteLength

// The first test, since memory that an earlier one left free would hide a leak.
test('neither making and closing nor stepping takes ever more memory', () => {
  const watch = new Simulation('Hopper-v5', hopper.model)
  makeAndClose(90)
  play(2000)
  const first = memoryOf(watch)
  makeAndClose(270)
  play(5000)
  expect(memoryOf(watch)).toBe(first)
  watch.close()
})

function makeAndClose(times: number): void {
  for (let i = 0; i < times; i++) {
    const env = new Mujoco(tasks[i % tasks.length])
    env.reset(i)
    env.setState(env.getState())
    env.geoms()
    env.close()
  }
}

function play(steps: number): void {
  const env = new Mujoco(hopper)
  const actions = Pcg64.fromSeed(2)
  env.reset(2)
  for (let t = 0; t < steps; t++) {
    if (env.step(sample(env.actionSpace, actions)).terminated) env.reset()
    env.geoms()
  }
  env.close()
}

test('goes on as if nothing were while MuJoCo moves its memory', () => {
  const crowd: Simulation[] = []
  const sizes = new Set<number>()
  const calm = observationsOf(() => {})
  const crowded = observationsOf(() => {
    for (let i = 0; i < 3; i++) crowd.push(new Simulation('Humanoid-v5', humanoid.model))
    sizes.add(memoryOf(crowd[0]))
  })
  for (const simulation of crowd) simulation.close()
  expect(sizes.size).toBeGreaterThan(3)
  expect(crowded).toEqual(calm)
})

/** An episode's first observations, with something done before each step. */
function observationsOf(meanwhile: () => void): Float32Array[] {
  const env = new Mujoco(humanoid)
  const actions = Pcg64.fromSeed(1)
  const observations = [env.reset(1)]
  for (let t = 0; t < 10; t++) {
    meanwhile()
    observations.push(env.step(sample(env.actionSpace, actions)).observation)
  }
  env.close()
  return observations
}
