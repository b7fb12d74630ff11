import { expect, test } from 'vitest'
import { resolveConfig } from './config.ts'
import { Session } from './session.ts'

async function begin(targetNetwork: object) {
  const config = resolveConfig({
    ...{ env: 'CartPole-v1', update: 'mse', numEnvs: 2, rolloutSteps: 8, minibatches: 2, epochs: 1 },
    ...{ network: { hidden: [4] }, optimiser: { learningRate: 0.01, schedule: 'constant' }, targetNetwork },
  })
  const session = await Session.create(config, 'CartPole-v1')
  session.begin()
  const weights = () =>
    [session.policy, session.target!].map(({ network }) => network.parameters.values.data.slice())
  return { session, weights }
}

test('a target network keeps its weights until it is time, and copies them then', async () => {
  const { session, weights } = await begin({ every: 3 })
  const [first] = weights()
  for (const update of [1, 2, 3, 4, 5]) {
    session.update()
    const [learnt, target] = weights()
    expect(learnt).not.toEqual(first)
    if (update < 3) expect(target).toEqual(first)
    if (update === 3) expect(target).toEqual(learnt)
    if (update > 3) expect(target).not.toEqual(learnt)
  }
  session.close()
})

test('with a rate it averages', async () => {
  const { session, weights } = await begin({ every: 1, rate: 0.25 })
  const [, before] = weights()
  session.update()
  const [learnt, target] = weights()
  for (const [i, one] of before.entries()) expect(target[i]).toBeCloseTo(0.75 * one + 0.25 * learnt[i], 6)
  session.close()
})

test('values are those of the target network', async () => {
  const { session } = await begin({ every: 1000 })
  for (let i = 0; i < 3; i++) session.update()
  const { values, observations, rows } = session.source.rollout
  const found = new Float32Array(rows)
  session.target!.values(observations, rows, found, 0)
  expect(values).toEqual(found)
  session.policy.values(observations, rows, found, 0)
  expect(values).not.toEqual(found)
  session.close()
})
