import { expect, test } from 'vitest'
import { problemsIn } from './link.ts'
import { link as bandit } from './pages/bandit/state.ts'
import { link as explore } from './pages/explore/state.ts'
import { link as flow } from './pages/flow/state.ts'
import { link as runs } from './pages/runs/state.ts'
import { link as train } from './pages/train/setup.ts'

test.each([
  [explore, { a: 'ppo', b: 'spo,beta:0.1', at: '0.1,-2', span: '4', view: 'difference', edit: 'b' }],
  [flow, { r: '1,0.5,-3', data: 'off', mu: '0.2,0.3', at: '0,1', reuse: '7', step: '0.5' }],
  [
    bandit,
    {
      race: 'ppo;mse,tau:0.05',
      seed: '7',
      steps: '10000',
      batch: '512',
      epochs: '2',
      rate: '0.01',
      data: 'log',
    },
  ],
  [train, { env: 'CartPole-v1', a: 'ppo', totalSteps: '4096', 'optimiser.learningRate': 'fast' }],
  [runs, { study: 'gone', metric: 'entropy', status: 'running', show: 'a|b' }],
])('a good link has no problems', (checks, query) => {
  expect(problemsIn(query, checks)).toEqual([])
})

test.each([
  [explore, { a: 'pppo' }, "a is 'pppo'; there is no member 'pppo'; did you mean ppo?"],
  [explore, { at: '0.1' }, "at is '0.1'; it must be 2 numbers from -100 to 100"],
  [explore, { spam: '4' }, "there is nothing called 'spam' here; did you mean span?"],
  [flow, { r: '1,,2' }, "r is '1,,2'; it must be 3 numbers from -10 to 10"],
  [flow, { step: '3' }, "step is '3'; it must be a number from 0.01 to 2"],
  [bandit, { seed: '1.5' }, "seed is '1.5'; it must be a whole number from 0 to"],
  [bandit, { rate: '1' }, "rate is '1'; it must be 0.0003 or 0.001 or"],
  [train, { env: 'Cartpole-v1' }, "env is 'Cartpole-v1'; did you mean CartPole-v1?"],
  [train, { gama: '1' }, "there is nothing called 'gama' here; did you mean gamma?"],
  [runs, { metric: 'loss' }, "metric is 'loss'; it must be meanReturn or"],
])('a bad link says what is wrong in it', (checks, query, problem) => {
  expect(problemsIn(query, checks)).toEqual([expect.stringContaining(problem)])
})
