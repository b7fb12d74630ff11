import { describe, expect, test } from 'vitest'
import {
  box,
  checkEnvironment,
  discrete,
  type Environment,
  episodeStatistics,
  timeLimit,
} from '../envs/index.ts'
import { LocalEnvironments } from '../rollouts/index.ts'
import { evaluate } from '../training/evaluate.ts'
import { shutDoorTask } from '../training/testing/tasks.ts'
import { train } from './train.ts'

/** Four doors, of which two are open: which ones is known from the first moment on, and the others must not be tried. */
class Doors implements Environment {
  readonly id = 'Doors'
  readonly observationSpace = box(0, 3, [1])
  readonly actionSpace = discrete(4)
  at = 0
  readonly tried = new Set<string>()

  reset(seed = this.at + 1) {
    this.at = seed % 4
    return Float32Array.of(this.at)
  }

  actionMask() {
    return Uint8Array.from({ length: 4 }, (_, door) => Number(door === this.at || door === (this.at + 1) % 4))
  }

  step(action: number | ArrayLike<number>) {
    const door = action as number
    if (!this.actionMask()[door]) throw new Error(`door ${door} is shut`)
    this.tried.add(`${this.at}${door}`)
    this.at = (this.at + 3) % 4
    const terminated = this.at === 0
    return { observation: Float32Array.of(this.at), reward: door, terminated, truncated: false }
  }
}

test('what is not allowed is never tried, from the first action on: training, evaluation, checks', async () => {
  const doors: Doors[] = []
  const env = () => {
    doors.push(new Doors())
    return episodeStatistics(timeLimit(doors[doors.length - 1], 3))
  }
  const { policy } = await train({ env, totalSteps: 512, numEnvs: 4, rolloutSteps: 32, seed: 1 })
  await evaluate(policy, env, { episodes: 20 })
  const tried = new Set(doors.flatMap((one) => [...one.tried]))
  expect([...tried].sort()).toEqual(['00', '01', '11', '12', '22', '23', '30', '33'])
  const check = ({ verdict }: { verdict: string }) => verdict === 'passed'
  expect(checkEnvironment(() => new Doors()).filter(check).length).toBe(6) // it has no snapshots
})

test('masks are those of the present observations', () => {
  const environments = new LocalEnvironments([new Doors(), new Doors()])
  environments.reset([2, 0])
  expect(environments.masks).toEqual(Uint8Array.of(0, 0, 1, 1, 1, 1, 0, 0))
  environments.step(Float32Array.of(2, 1))
  expect(environments.observations).toEqual(Float32Array.of(1, 3))
  expect(environments.masks).toEqual(Uint8Array.of(0, 1, 1, 0, 1, 0, 0, 1))
  environments.step(Float32Array.of(1, 3)) // the first episode ends, and the next one begins
  expect(environments.observations).toEqual(Float32Array.of(1, 2))
  expect(environments.masks).toEqual(Uint8Array.of(0, 1, 1, 0, 0, 0, 1, 1))
})

test('masks of final observations are kept apart from those of the next episode', () => {
  const environments = new LocalEnvironments([timeLimit(new Doors(), 1), new Doors()])
  environments.reset([2, 3])
  environments.step(Float32Array.of(2, 3)) // the first is cut at 1 and begins at 2; the second goes on to 2
  expect(environments.observations).toEqual(Float32Array.of(2, 2))
  expect(environments.finalObservations[0]).toBe(1)
  expect(environments.finalMasks?.slice(0, 4)).toEqual(Uint8Array.of(0, 1, 1, 0))
  expect(environments.masks).toEqual(Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 1))
})

describe.each([
  ['the first action', 0],
  ['the last action', 2],
])('where %s is forbidden, a tied critic', (_, forbidden) => {
  test.each(['mse', 'huber', 'mve', 'pgpb'] as const)('of %s finds the value of the task', async (update) => {
    const { policy } = await train({
      env: () => shutDoorTask(forbidden, -1, 2),
      update,
      gamma: 0.8,
      totalSteps: 8_000,
      rolloutSteps: 16,
      entropyCoefficient: 0,
      maxGradNorm: null,
      optimiser: { learningRate: 0.02 },
      network: { hidden: [] },
    })
    const observation = policy.kernels.tensor(1)
    observation.data[0] = 1
    const value = new Float32Array(1)
    policy.values(
      observation,
      1,
      value,
      0,
      Uint8Array.from([0, 1, 2], (a) => Number(a !== forbidden)),
    )
    expect(value[0]).toBeCloseTo(-5, 1)
  })
})

test("what a step's info says goes before it", () => {
  const doors = new Doors()
  const info = { actionMask: Uint8Array.of(0, 0, 0, 1) }
  const env: Environment = {
    ...doors,
    reset: () => doors.reset(1),
    actionMask: () => doors.actionMask(),
    step: (action) => ({ ...doors.step(action), info }),
  }
  const environments = new LocalEnvironments([env])
  environments.reset([1])
  expect(environments.masks).toEqual(Uint8Array.of(0, 1, 1, 0))
  doors.at = 3
  environments.step(Float32Array.of(3))
  expect(environments.masks).toEqual(info.actionMask)
})

test.each([
  [
    () => new Uint8Array(3),
    /^environment Doors: actionMask\(\): got Uint8Array of length 3; give a Uint8Array of length 4/,
  ],
  [() => new Uint8Array(4), /^environment Doors: actionMask\(\): got no 1 in it; allow at least one action/],
  [
    () => {
      throw new Error('locked')
    },
    /^environment Doors: actionMask\(\) threw: locked$/,
  ],
])('a mask that is none (%#)', (actionMask, message) => {
  const env = Object.assign(new Doors(), { actionMask })
  expect(() => new LocalEnvironments([env]).reset([0])).toThrow(message)
  expect(checkEnvironment(() => env).map((finding) => finding.message)).toContainEqual(
    expect.stringMatching(message),
  )
})
