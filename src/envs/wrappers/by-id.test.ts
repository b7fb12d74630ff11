import { describe, expect, test } from 'vitest'
import { hasOwnReturns, partsOf } from '../id.ts'
import { checkEnvironment, make, prepare } from '../index.ts'
import { box } from '../spaces.ts'
import { wrapperNames } from './by-id.ts'

/** Steps of an episode of one action. */
function lengthOf(id: string, action: number | number[], most = 3000): number {
  const env = make(id)
  env.reset(1)
  for (let steps = 1; steps <= most; steps++) {
    const { terminated, truncated } = env.step(action)
    if (terminated || truncated) return steps
  }
  return Number.POSITIVE_INFINITY
}

describe('maxEpisodeSteps', () => {
  test.each<[string, number | number[], number]>([
    ['MountainCar-v0', 1, 200],
    ['MountainCarContinuous-v0', [0], 999],
    ['Pendulum-v1', [0], 200],
    ['Acrobot-v1', 1, 500],
  ])('is longer or shorter than the limit of %s', (id, action, own) => {
    expect(lengthOf(id, action)).toBe(own)
    for (const limit of [own - 100, own + 500])
      expect(lengthOf(`${id}?maxEpisodeSteps=${limit}`, action)).toBe(limit)
  })

  test('holds for CartPole kept upright, tabular tasks and MuJoCo', async () => {
    const env = make('CartPole-v1?maxEpisodeSteps=550')
    let [observation, steps, ended] = [env.reset(0), 0, false]
    for (; !ended; steps++) {
      const [, , angle, speed] = observation
      const step = env.step(angle + 0.3 * speed > 0 ? 1 : 0)
      observation = step.observation
      ended = step.terminated || step.truncated
    }
    expect(steps).toBe(550)
    await prepare('HalfCheetah-v5')
    expect(lengthOf('HalfCheetah-v5?maxEpisodeSteps=1005', [0, 0, 0, 0, 0, 0])).toBe(1005)
    expect(lengthOf('FourRooms-v0?maxEpisodeSteps=13&slip=0', 0)).toBe(13)
  })

  test('goes on from a snapshot', () => {
    const [env, other] = [
      make('MountainCar-v0?maxEpisodeSteps=300'),
      make('MountainCar-v0?maxEpisodeSteps=300'),
    ]
    env.reset(1)
    for (let t = 0; t < 250; t++) env.step(1)
    other.setState!(JSON.parse(JSON.stringify(env.getState!())))
    for (let t = 0; t < 49; t++) expect(other.step(1).truncated).toBe(false)
    expect(other.step(1).truncated).toBe(true)
  })
})

test('frameStack stacks vectors along their length and images along channels', () => {
  const env = make('Pendulum-v1?frameStack=3')
  expect(env.observationSpace).toMatchObject({ kind: 'box', shape: [9], high: [1, 1, 8, 1, 1, 8, 1, 1, 8] })
  const [first, second] = [env.reset(0), env.step([1]).observation]
  expect([...second]).toEqual([...first.slice(0, 6), ...second.slice(6)])

  const [one, stack] = [make('MinAtar/Breakout-v1'), make('MinAtar/Breakout-v1?frameStack=2')]
  expect(stack.observationSpace).toMatchObject({ shape: [10, 10, 8] })
  const before = one.reset(3)
  expect(stack.reset(3).length).toBe(800)
  const [now, both] = [one.step(0).observation, stack.step(0).observation]
  for (const row of [0, 4, 9])
    for (const column of [0, 3, 9]) {
      const cell = 10 * row + column
      expect([...both.slice(8 * cell, 8 * cell + 8)]).toEqual([
        ...before.slice(4 * cell, 4 * cell + 4),
        ...now.slice(4 * cell, 4 * cell + 4),
      ])
    }
})

test('scaleObservations maps every number from its bounds', () => {
  const id = 'Pendulum-v1?scaleObservations=true'
  const [plain, scaled] = [make('Pendulum-v1'), make(id)]
  expect(scaled.observationSpace).toEqual(box(0, 1, [3]))
  const halves = ([x, y, speed]: Float32Array) => [(x + 1) / 2, (y + 1) / 2, (speed + 8) / 16]
  const seen = [scaled.reset(4), scaled.step([1]).observation]
  for (const [i, observation] of [plain.reset(4), plain.step([1]).observation].entries())
    for (const [d, number] of halves(observation).entries()) expect(seen[i][d]).toBeCloseTo(number, 6)
  expect(make('MinAtar/Breakout-v1?scaleObservations=true&frameStack=2').observationSpace).toMatchObject({
    shape: [10, 10, 8],
  })
})

test('the others are the functions of their names, in the order in which they are written', () => {
  expect(make('Pendulum-v1?rescaleActions=true').actionSpace).toEqual(box(-1, 1, [1]))
  const rewardOf = (query: string) => {
    const env = make(`Pendulum-v1?${query}`)
    env.reset(0)
    return env.step([0]).reward
  }
  const plain = rewardOf('clipActions')
  expect(plain).toBeCloseTo(-0.7618, 4)
  expect(rewardOf('scaleRewards=4')).toBe(4 * plain)
  expect(rewardOf('scaleRewards=4&clipRewards=1')).toBe(-1)
  expect(rewardOf('clipRewards=1&scaleRewards=4')).toBe(4 * plain)
  expect(make('Garnet-v0?states=5&clipRewards=1').regret?.(() => new Float64Array(0), 0.9)).toBeUndefined()
  expect(make('CartPole-v1', { frameStack: 2 }).observationSpace).toMatchObject({ shape: [8] })
})

test.each([
  [
    'CartPole-v1?maxEpisodeStep=9',
    /^CartPole-v1: unknown option maxEpisodeStep; did you mean maxEpisodeSteps\? Wrappers: maxEpisodeSteps, frameStack, /,
  ],
  ['CartPole-v1?framestack=9', /did you mean frameStack\?/],
  ['Garnet-v0?frameStak=9', /did you mean frameStack\? Options: states, .*\. Wrappers: /],
  ['Garnet-v0?state=9', /did you mean states\?/],
  [
    'CartPole-v1?maxEpisodeSteps=0',
    /^CartPole-v1: maxEpisodeSteps is 0; it must be a whole number from 1 to 1,000,000,000$/,
  ],
  ['CartPole-v1?maxEpisodeSteps=many', /maxEpisodeSteps is "many"; it must be a whole number/],
  ['CartPole-v1?frameStack=1.5', /frameStack is 1.5; it must be a whole number from 1 to 1,000$/],
  ['CartPole-v1?scaleRewards=', /scaleRewards is ""; it must be a number from −1,000,000 to 1,000,000$/],
  [
    'Pendulum-v1?rescaleActions=2',
    /^Pendulum-v1: rescaleActions is 2; write rescaleActions=true, or leave it out$/,
  ],
  [
    'CartPole-v1?scaleObservations',
    /scaleObservations: CartPole-v1's observation\[1\] has the bounds -Infinity and Infinity, .*; normaliseObservations/,
  ],
  ['CartPole-v1?rescaleActions', /rescaleActions: CartPole-v1's action space is discrete; it must be a box/],
])('%s is refused', (id, message) => expect(() => make(id)).toThrow(message))

test('an environment is sound with every wrapper around it', () => {
  for (const query of [
    'maxEpisodeSteps=700&frameStack=2&scaleRewards=2&clipRewards=1',
    'rescaleActions&clipActions',
  ])
    for (const { verdict, message } of checkEnvironment(() => make(`Pendulum-v1?${query}`)))
      expect([verdict, message]).toEqual(['passed', ''])
})

test('what an id says, and whether its returns are comparable', () => {
  expect(partsOf('A?x=[1,2]&frameStack=2&y')).toEqual({
    name: 'A',
    options: { x: [1, 2], y: '' },
    wrappers: [['frameStack', 2]],
  })
  expect(
    ['A', 'A?x=2', 'A?frameStack=2', 'A?scaleRewards=2', 'A?x=1&maxEpisodeSteps=2'].map(hasOwnReturns),
  ).toEqual([true, true, true, false, false])
  expect(wrapperNames.length).toBe(7)
})
