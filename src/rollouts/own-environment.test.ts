import { expect, test } from 'vitest'
import { CartPole, type Environment } from '../envs/index.ts'
import { createEnvironments } from './create-environments.ts'
import type { EnvironmentSource } from './one-thread.ts'

test('a class is an environment to make as often as needed', async () => {
  const environments = await createEnvironments(CartPole, 3)
  expect([environments.id, environments.numEnvs]).toEqual(['CartPole-v1', 3])
  environments.reset([0, 1, 2])
  expect(new Set(environments.observations).size).toBe(12)
  environments.close()
})

class Broken extends CartPole {
  constructor() {
    super()
    throw new Error('no display')
  }
}

class Later extends CartPole {
  // @ts-expect-error an environment answers at once
  override async step(): Promise<never> {
    throw new Error('never')
  }
}

test.each<[string, unknown, RegExp]>([
  [
    'an instance',
    new CartPole(),
    /^env is an environment that was made already, .* give its class, env: CartPole, or a function that makes a new one, env: \(\) => new CartPole\(\)$/,
  ],
  [
    'an object that is one',
    { ...literal() },
    /made already, .*: give a function that makes a new one, env: \(\) => new MyEnv\(\)$/,
  ],
  [
    'a promise',
    Promise.resolve(CartPole),
    /^env is a promise; it must be an environment's id, its class, or/,
  ],
  ['a number', 5, /^env is 5; it must be/],
  ['nothing', undefined, /^env is undefined; it must be/],
  ['a class whose constructor throws', Broken, /^the constructor of Broken threw: no display$/],
  [
    'a function that throws',
    () => new Broken(),
    /^the function that makes the environment threw: no display$/,
  ],
  [
    'a function that gives a promise',
    async () => new CartPole(),
    /gave a promise; give what it promises, without async/,
  ],
])('%s: one line says what to do', async (_, source, message) => {
  await expect(createEnvironments(source as EnvironmentSource, 1)).rejects.toThrow(message)
})

test('an answer that is promised is called that', async () => {
  const environments = await createEnvironments(Later as unknown as EnvironmentSource, 1)
  environments.reset([0])
  expect(() => environments.step(new Float32Array(1))).toThrow(
    'environment CartPole-v1: step() gave a promise; give what it promises, without async: environments answer at once',
  )
  const resets = await createEnvironments(
    () => ({ ...literal(), reset: async () => new Float32Array(4) }) as never,
    1,
  )
  expect(() => resets.reset([0])).toThrow('environment Literal: reset() gave a promise;')
})

function literal(): Environment {
  const { observationSpace, actionSpace } = new CartPole()
  return {
    ...{ id: 'Literal', observationSpace, actionSpace },
    reset: () => new Float32Array(4),
    step: () => ({ observation: new Float32Array(4), reward: 0, terminated: true, truncated: false }),
  }
}
