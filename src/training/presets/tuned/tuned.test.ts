import { expect, test } from 'vitest'
import { list } from '../../../envs/registry.ts'
import { resolveConfig } from '../../config.ts'
import { tuned } from './index.ts'

/** Nothing was tuned on it: `formscale train` goes by its spaces. */
const untuned = ['Humanoid-v5']

test.each(list().filter((env) => !untuned.includes(env)))(
  '%s has tuned settings, which are valid and say for how many steps',
  (env) => {
    const settings = tuned(env)
    const config = resolveConfig({ env, ...settings })
    expect(config).toEqual(resolveConfig({ env, preset: 'tuned' }))
    expect(config.totalSteps).toBe(settings?.totalSteps)
  },
)

test('are those of the environment', () => {
  expect(tuned('Pendulum-v1')).toMatchObject({ gamma: 0.95, totalSteps: 200_000 })
  expect(tuned('Swimmer-v5')?.gamma).not.toBe(tuned('Hopper-v5')?.gamma)
  expect(tuned('MinAtar/Asterix-v0?difficultyRamping=false')).toEqual(tuned('MinAtar/Asterix-v1'))
  expect(tuned('gymnasium:CartPole-v1')).toEqual(tuned('CartPole-v1'))
  expect(tuned('gymnasium:LunarLander-v3')).toBeUndefined()
  expect(tuned('./my-env.ts')).toBeUndefined()
  for (const env of untuned) expect(tuned(env)).toBeUndefined()
})

test('are the caller’s to change', () => {
  const settings = tuned('CartPole-v1') as { optimiser: { learningRate: number } }
  settings.optimiser.learningRate = 7
  expect(tuned('CartPole-v1')?.optimiser?.learningRate).toBe(2e-3)
})
