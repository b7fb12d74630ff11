import { expect, test } from 'vitest'
import { resolveConfig } from '../../../src/training/index.ts'
import { Session } from '../../../src/training/session.ts'
import { pointOf, scale } from '../../../src/updates/index.ts'
import { Sampler } from './samples.ts'

test.each(['ppo', 'mse', 'ml'] as const)(
  'samples of %s lie where f says, and reading them changes nothing',
  async (update) => {
    const config = resolveConfig({
      env: 'CartPole-v1',
      update,
      epochs: 8,
      optimiser: { learningRate: 3e-3 },
      deterministic: true,
    })
    const [watched, alone] = await Promise.all([
      Session.create(config, config.env),
      Session.create(config, config.env),
    ])
    const sampler = new Sampler(watched)
    for (const session of [watched, alone]) session.begin()
    for (let i = 0; i < 3; i++) {
      const [{ seconds: _s, stepsPerSecond: _p, ...row }, { seconds: _t, stepsPerSecond: _q, ...other }] = [
        watched.update(),
        alone.update(),
      ]
      expect(row).toEqual(other)
      const { deltaO, deltaR, push } = sampler.samples()
      expect(push).toHaveLength(128)
      for (let n = 0; n < push.length; n++)
        expect(push[n]).toBeCloseTo(scale(deltaO[n], deltaR[n], pointOf(config.update).scale), 4)
      // Some samples have moved, by about as much as the metrics say.
      const kl = deltaO.reduce((sum, d) => sum + Math.exp(d) - 1 - d, 0) / deltaO.length
      if (update === 'ppo') expect(kl).toBeGreaterThan(row.approxKl / 5)
      if (update === 'ppo') expect(kl).toBeLessThan(row.approxKl * 10)
      if (update !== 'mse')
        expect(Math.abs(deltaR.reduce((sum, d) => sum + d, 0) / deltaR.length)).toBeLessThan(
          update === 'ppo' ? 1e-5 : 3,
        )
    }
  },
)
