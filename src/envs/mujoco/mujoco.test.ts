import { beforeAll, describe, expect, test } from 'vitest'
import { Pcg64 } from '../../random/index.ts'
import { list, make, prepare } from '../registry.ts'
import { sample } from '../spaces.ts'
import { hopper } from './hopper.ts'
import { humanoid } from './humanoid.ts'
import { tasks } from './index.ts'
import { Mujoco } from './mujoco.ts'
import { Simulation } from './simulation.ts'

test('before MuJoCo has been loaded, make says what to do', async () => {
  const advice = "Hopper-v5 runs on MuJoCo, which loads asynchronously; await prepare('Hopper-v5') first"
  expect(() => make('Hopper-v5')).toThrow(advice)
  await prepare('Hopper-v5')
  expect(make('Hopper-v5')).toBeInstanceOf(Mujoco)
  await prepare('Ant-v5')
  expect(list()).toEqual(expect.arrayContaining(tasks.map((task) => task.id)))
})

describe('once it has been loaded', () => {
  beforeAll(() => prepare('Hopper-v5'))

  test('takes no options but wrappers', () => {
    expect(() => make('Hopper-v5', { frameSkip: 1 })).toThrow(
      'Hopper-v5: unknown option frameSkip; did you mean frameStack? Wrappers: maxEpisodeSteps, frameStack',
    )
  })

  /** Entries of `physics` that differ from the initial pose at rest, and whether such a state ends the episode. */
  test.each<[id: string, changes: Record<number, number>, terminated: boolean]>([
    ['InvertedPendulum-v5', { 1: 0.2 }, false],
    ['InvertedPendulum-v5', { 1: -0.2 }, false],
    ['InvertedPendulum-v5', { 1: 0.2001 }, true],
    ['InvertedPendulum-v5', { 1: -0.2001 }, true],
    ['InvertedPendulum-v5', { 2: Number.NaN }, true],
    ['InvertedDoublePendulum-v5', { 2: Math.acos(0.41 / 0.6) }, false],
    ['InvertedDoublePendulum-v5', { 2: Math.acos(0.39 / 0.6) }, true],
    ['Hopper-v5', { 1: 0.7001 }, false],
    ['Hopper-v5', { 1: 0.7 }, true],
    ['Hopper-v5', { 2: 0.1999 }, false],
    ['Hopper-v5', { 2: 0.2 }, true],
    ['Hopper-v5', { 2: -0.2 }, true],
    ['Hopper-v5', { 0: 101, 5: 99.9, 6: -99.9 }, false],
    ['Hopper-v5', { 5: 100 }, true],
    ['Hopper-v5', { 6: -100 }, true],
    ['Walker2d-v5', { 1: 0.8001 }, false],
    ['Walker2d-v5', { 1: 0.8 }, true],
    ['Walker2d-v5', { 1: 1.9999 }, false],
    ['Walker2d-v5', { 1: 2 }, true],
    ['Walker2d-v5', { 2: -0.9999 }, false],
    ['Walker2d-v5', { 2: -1 }, true],
    ['Ant-v5', { 2: 0.2 }, false],
    ['Ant-v5', { 2: 0.1999 }, true],
    ['Ant-v5', { 2: 1 }, false],
    ['Ant-v5', { 2: 1.0001 }, true],
    ['Ant-v5', { 15: Number.POSITIVE_INFINITY }, true],
    ['Humanoid-v5', { 2: 1.0001 }, false],
    ['Humanoid-v5', { 2: 1 }, true],
    ['Humanoid-v5', { 2: 1.9999 }, false],
    ['Humanoid-v5', { 2: 2 }, true],
    ['Reacher-v5', { 0: 100 }, false],
    ['Swimmer-v5', { 0: 100 }, false],
    ['HalfCheetah-v5', { 2: 3 }, false],
  ])('%s at %o: terminated is %o', (id, changes, terminated) => {
    const task = tasks.find((candidate) => candidate.id === id)!
    const simulation = new Simulation(id, task.model)
    const { qpos, qvel } = simulation.physics
    for (const [index, value] of Object.entries(changes)) {
      const i = Number(index)
      if (i < qpos.length) qpos[i] = value
      else qvel[i - qpos.length] = value
    }
    if (Object.values(changes).every(Number.isFinite)) simulation.forward()
    expect(task.terminated(simulation.physics)).toBe(terminated)
    simulation.close()
  })

  test.each(tasks)('$id is truncated at its time limit, and no sooner', (task) => {
    for (const early of [1, 0]) {
      const env = new Mujoco(task)
      env.reset(0)
      env.setState({ ...env.getState(), elapsed: task.maxSteps - 1 - early })
      expect(env.step(new Float32Array(task.model.motors.length)).truncated).toBe(early === 0)
      env.close()
    }
  })

  test('an action that is not one finite number for each motor is refused and changes nothing', () => {
    const env = new Mujoco(hopper)
    env.reset(0)
    const before = env.getState()
    for (const [action, given] of [
      [1, '1'],
      [[1, 2], '[1, 2]'],
      [[1, 2, 3, 4], '[1, 2, 3, 4]'],
      [[1, Number.NaN, 0], '[1, NaN, 0]'],
    ] as const) {
      expect(() => env.step(action)).toThrow(
        `Hopper-v5: action ${given} is not valid; use an array of length 3, finite numbers from −1 to 1`,
      )
    }
    expect(env.getState()).toEqual(before)
    env.close()
  })

  test('controls beyond the bounds are clamped, and cost what was asked for', () => {
    const [within, beyond] = [1, 2].map((size) => {
      const env = new Mujoco(hopper)
      env.reset(0)
      const { reward } = env.step([size, -size, size])
      const { physics } = env.getState()
      env.close()
      return { reward, physics }
    })
    expect(beyond.physics).toEqual(within.physics)
    expect(within.reward - beyond.reward).toBeCloseTo(1e-3 * 3 * (4 - 1), 12)
  })

  test('physics alone decides what follows, whatever was before', () => {
    const [one, other] = [new Mujoco(humanoid), new Mujoco(humanoid)]
    const actions = Pcg64.fromSeed(0)
    one.reset(0)
    other.reset(1)
    for (let t = 0; t < 10; t++) other.step(sample(other.actionSpace, actions))
    const { physics } = one.getState()
    for (const env of [one, other]) env.setState({ physics })
    const action = sample(one.actionSpace, actions)
    expect(other.step(action)).toEqual(one.step(action))
    for (const env of [one, other]) env.close()
  })

  test.each([
    ['warmstart', [0], '6 finite numbers, got [0]'],
    ['x', null, 'a finite number, got null'],
  ])('a snapshot with a bad %s is refused', (field, value, message) => {
    const env = new Mujoco(hopper)
    env.reset(0)
    expect(() => env.setState({ ...env.getState(), [field]: value })).toThrow(
      `Hopper-v5: state.${field} must be ${message}; restore what getState() gave`,
    )
    env.close()
  })

  test('the parts can be drawn where they are', () => {
    const env = new Mujoco(hopper)
    env.setState({ physics: [3, 1.25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] })
    const [floor, torso, , , foot, ...others] = env.geoms()
    expect(others).toEqual([])
    expect(floor).toMatchObject({ type: 'plane', position: [0, 0, 0], rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1] })
    expect(torso).toMatchObject({ type: 'capsule', position: [3, 0, 1.25] })
    expect(torso.size.slice(0, 2)).toEqual([0.05, 0.2])
    expect(torso.colour).toHaveLength(4)
    const along = [2, 5, 8].map((i) => foot.rotation[i]) // the capsule's own z
    expect(along.map((entry) => Math.round(1e9 * entry) / 1e9 + 0)).toEqual([-1, 0, 0])
    env.close()
  })

  test('a closed environment says so; closing twice does nothing', () => {
    const env = new Mujoco(hopper)
    env.reset(0)
    env.close()
    env.close()
    for (const use of [() => env.reset(), () => env.step([0, 0, 0]), () => env.getState(), () => env.geoms()])
      expect(use).toThrow('Hopper-v5: used after close(); make a new one')
  })
})
