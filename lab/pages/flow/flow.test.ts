import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bandit } from '../../../src/envs/bandits/bandit.ts'
import { expectedUpdate } from '../../../src/envs/tabular/exact/index.ts'
import { catalogue, resolveUpdate } from '../../../src/updates/index.ts'
import { memberNames } from '../../points/address.ts'
import { pathFrom, velocity } from './paths.ts'
import { exactDirection, outputsOf, type Target, type Three, targetOf } from './update.ts'

const rewards: Three = [1, 0.5, 0]
const logit = fc.double({ min: -2, max: 2, noNaN: true })
const logits = fc.tuple(logit, logit, logit)

test.each(memberNames)('%s: the direction is that of the library', (name) => {
  fc.assert(
    fc.property(logits, logits, logits, (outputs, behaviour, means) => {
      const { mdp } = new Bandit({ means })
      const update = resolveUpdate({ ...catalogue[name], temperature: 0.7 })
      const theirs = expectedUpdate(mdp, update, outputs, behaviour, 1)
      exactDirection(update, means)(outputs, behaviour).forEach((entry, arm) => {
        expect(entry).toBeCloseTo(theirs[arm], 9)
      })
    }),
    { numRuns: 40 },
  )
})

const near = (target: Target | undefined) => close((target as Target).policy, 3)
const close = (policy: Three, digits: number) =>
  policy.map((probability) => expect.closeTo(probability, digits))

describe('where paths end', () => {
  const behaviour: Three = [0.2, 0.3, 0.5]
  const start: Three = [0.1, 0.8, 0.1]
  const off = (update = catalogue.mdpo) => ({
    kind: 'off' as const,
    behaviourOutputs: outputsOf(update, rewards, behaviour),
  })

  test('off-policy, mdpo rests at π ∝ μ e^{Â/βτ}', () => {
    const update = resolveUpdate({ ...catalogue.mdpo, temperature: 0.5 })
    const { policies } = pathFrom(
      exactDirection(update, rewards),
      outputsOf(update, rewards, start),
      off(),
      200,
    )
    const weights = behaviour.map((mu, arm) => mu * Math.exp(rewards[arm] / (0.5 * 0.5)))
    const total = weights[0] + weights[1] + weights[2]
    expect(policies.at(-1)).toEqual(weights.map((weight) => expect.closeTo(weight / total, 3)))
    expect(policies.at(-1)).toEqual(near(targetOf(update, rewards, behaviour)))
  })

  test('ml fits the same target for β = 1', () => {
    const direction = exactDirection(catalogue.ml, rewards)
    const { policies } = pathFrom(direction, outputsOf(catalogue.ml, rewards, start), off(catalogue.ml), 200)
    expect(policies.at(-1)).toEqual(near(targetOf(catalogue.ml, rewards, behaviour)))
  })

  test('mse and mve learn the softmax of r/τ', () => {
    const weights = rewards.map(Math.exp)
    const total = weights[0] + weights[1] + weights[2]
    for (const update of [catalogue.mse, catalogue.mve]) {
      const { policies } = pathFrom(
        exactDirection(update, rewards),
        outputsOf(update, rewards, start),
        { kind: 'on' },
        300,
      )
      expect(policies.at(-1)).toEqual(weights.map((weight) => expect.closeTo(weight / total, 3)))
      expect(policies.at(-1)).toEqual(near(targetOf(update, rewards, undefined)))
    }
  })

  test('on-policy, a2c goes to the best arm, and off-policy ppo stops where all is clipped', () => {
    const a2c = exactDirection(catalogue.a2c, rewards)
    const towards = pathFrom(a2c, outputsOf(catalogue.a2c, rewards, start), { kind: 'on' }, 400)
    expect((towards.policies.at(-1) as Three)[0]).toBeGreaterThan(0.98)
    const ppo = exactDirection(catalogue.ppo, rewards)
    const stopped = pathFrom(ppo, outputsOf(catalogue.ppo, rewards, behaviour), off(catalogue.ppo), 100)
    const [best] = stopped.policies.at(-1) as Three
    expect(best / behaviour[0]).toBeGreaterThan(1.2)
    expect(best / behaviour[0]).toBeLessThan(1.5)
  })

  test('reuse of a batch is a2c with small steps where there is none', () => {
    const direction = exactDirection(catalogue.a2c, rewards)
    const outputs = outputsOf(catalogue.a2c, rewards, start)
    const smooth = pathFrom(direction, outputs, { kind: 'on' }, 2).policies.at(-1) as Three
    const stale = pathFrom(direction, outputs, { kind: 'stale', reuse: 1, step: 0.01 }, 2).policies.at(-1)
    expect(stale).toEqual(close(smooth, 2))
  })
})

test('what has only a direction has no target', () => {
  for (const name of ['a2c', 'ppo', 'pgpb', 'awr-centred'] as const)
    expect(targetOf(catalogue[name], rewards, [0.2, 0.3, 0.5])).toBe(undefined)
  expect(targetOf(catalogue.mdpo, rewards, undefined)).toBe(undefined)
})

test('the velocity is the path’s own', () => {
  const direction = exactDirection(catalogue.mdpo, rewards)
  const start = outputsOf(catalogue.mdpo, rewards, [0.3, 0.3, 0.4])
  const regime = {
    kind: 'off' as const,
    behaviourOutputs: outputsOf(catalogue.mdpo, rewards, [0.2, 0.3, 0.5]),
  }
  const { policies, times } = pathFrom(direction, start, regime, 0.01)
  const along = velocity(direction, start, regime)
  along.forEach((speed, arm) => {
    const end = policies.at(-1) as Three
    expect((end[arm] - policies[0][arm]) / (times.at(-1) as number)).toBeCloseTo(speed, 3)
  })
  expect(along[0] + along[1] + along[2]).toBeCloseTo(0, 12)
})
