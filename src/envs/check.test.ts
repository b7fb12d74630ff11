import { expect, test } from 'vitest'
import { checkStep, type Environment, make, type Step } from './index.ts'

const env = make('CartPole-v1')
const good: Step = { observation: new Float32Array(4), reward: 1, terminated: false, truncated: false }

test('lets a valid step pass', () => {
  checkStep(env, good)
  checkStep(env, { ...good, info: {} })
  checkStep(env, { ...good, info: { actionMask: Uint8Array.of(0, 1) } })
})

test.each<[unknown, string]>([
  [undefined, 'step: got undefined; give { observation, reward, terminated, truncated }'],
  [
    { ...good, observation: [0, 0, 0, 0] },
    'observation: got Array of length 4; give a Float32Array of length 4',
  ],
  [{ ...good, observation: new Float32Array(3) }, 'observation: got Float32Array of length 3; give'],
  [
    { ...good, observation: Float32Array.of(0, 0, Number.NaN, 0) },
    'observation[2]: got NaN; every component',
  ],
  [
    { ...good, observation: Float32Array.of(0, 0, 0, -Infinity) },
    'observation[3]: got -Infinity; every component',
  ],
  [{ ...good, reward: Number.NaN }, 'reward: got NaN; give a number within ±3.4e38, the range of float32'],
  [{ ...good, reward: -1e39 }, 'reward: got -1e+39; give a number within ±3.4e38'],
  [{ ...good, reward: '1' }, 'reward: got "1"; give a number within'],
  [{ ...good, terminated: 0 }, 'terminated: got 0; give true or false'],
  [{ ...good, truncated: undefined }, 'truncated: got undefined; give true or false'],
  [
    { ...good, info: { actionMask: [1, 1] } },
    'info.actionMask: got Array of length 2; give a Uint8Array of length 2',
  ],
  [{ ...good, info: { actionMask: new Uint8Array(3) } }, 'info.actionMask: got Uint8Array of length 3; give'],
  [
    { ...good, info: { actionMask: new Uint8Array(2) } },
    'info.actionMask: got no 1 in it; allow at least one action',
  ],
])('names the field, the value and the fix (%#)', (step, message) => {
  expect(() => checkStep(env, step as Step)).toThrow(`environment CartPole-v1: ${message}`)
})

test('a mask needs a discrete action space', () => {
  const other: Environment = {
    ...env,
    actionSpace: { kind: 'multiBinary', n: 2 },
    reset: env.reset,
    step: env.step,
  }
  expect(() => checkStep(other, { ...good, info: { actionMask: Uint8Array.of(1, 1) } })).toThrow(
    'info.actionMask: got Uint8Array of length 2; a mask needs a discrete action space, this one is multiBinary',
  )
})
