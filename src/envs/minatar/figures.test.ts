import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Pcg64 } from '../../random/index.ts'
import { type Discrete, type Environment, make } from '../index.ts'

type Estimate = readonly [mean: number, standardError: number]
interface Figures {
  episodes: number
  return: Estimate
  length: Estimate
  channels: Estimate[]
}

/** What the original gave; fixtures/make.py says how. */
const fixture: Record<string, Record<string, Figures>> = JSON.parse(
  readFileSync(new URL('./fixtures/figures.json', import.meta.url), 'utf8'),
)
/** Random play of the original from another hand: the return's mean and its standard error, then the length's. */
const earlier: Record<string, readonly [number, number, number, number]> = {
  'MinAtar/Asterix-v0': [0.497, 0.01, 70.6, 0.5],
  'MinAtar/Asterix-v1': [0.508, 0.01, 66.1, 0.5],
  'MinAtar/Breakout-v0': [0.511, 0.005, 11.22, 0.05],
  'MinAtar/Breakout-v1': [0.385, 0.005, 9.92, 0.05],
  'MinAtar/Freeway-v0': [0.118, 0.015, 2501, 0],
  'MinAtar/Freeway-v1': [0.406, 0.028, 2501, 0],
  'MinAtar/Seaquest-v0': [0.098, 0.003, 30.48, 0.26],
  'MinAtar/Seaquest-v1': [0.098, 0.003, 30.48, 0.26],
  'MinAtar/SpaceInvaders-v0': [2.878, 0.026, 51.5, 0.4],
  'MinAtar/SpaceInvaders-v1': [4.051, 0.036, 58.4, 0.5],
}
const SHARE = 4 // we play a quarter as many episodes

/** The policies of fixtures/make.py: the next action from the last one. */
function policyOf(name: string, actions: number, random: Pcg64): (last: number) => number {
  if (name === 'random') return () => random.integers(0, actions)
  if (name === 'held') return (last) => (random.random() < 7 / 8 ? last : random.integers(0, actions))
  const action = Number(name.replace('always ', ''))
  return () => action
}

/** Return, length, and for each channel the cells that it marks over the steps of an episode. */
function playEpisode(env: Environment, channels: number, first: number, policy: (last: number) => number) {
  const sums = new Array<number>(2 + channels).fill(0)
  env.reset()
  for (let action = first, ended = false; !ended; ) {
    action = policy(action)
    const { observation, reward, terminated } = env.step(action)
    sums[0] += reward
    sums[1]++
    for (let i = 0; i < observation.length; i += channels) {
      for (let channel = 0; channel < channels; channel++) sums[2 + channel] += observation[i + channel]
    }
    ended = terminated
  }
  return sums
}

/** Σ numerators / Σ denominators over episodes; its error is that of the mean residual, as a share of the mean denominator. */
function ratio(numerators: readonly number[], denominators: readonly number[]): Estimate {
  const n = numerators.length
  const total = denominators.reduce((sum, value) => sum + value, 0)
  const value = numerators.reduce((sum, each) => sum + each, 0) / total
  const squares = numerators.reduce((sum, each, i) => sum + (each - value * denominators[i]) ** 2, 0)
  return [value, Math.sqrt((squares * n) / (n - 1)) / total]
}

function measure(id: string, name: string, episodes: number): Figures {
  const env = make(id)
  const random = Pcg64.fromSeed(1)
  const { n } = env.actionSpace as Discrete
  const channels = fixture[id][name].channels.length
  const policy = policyOf(name, n, random)
  env.reset(1)
  const played = Array.from({ length: episodes }, () =>
    playEpisode(env, channels, random.integers(0, n), policy),
  )
  const column = (i: number) => played.map((sums) => sums[i])
  const one = played.map(() => 1)
  return {
    episodes,
    return: ratio(column(0), one),
    length: ratio(column(1), one),
    channels: Array.from({ length: channels }, (_, channel) =>
      ratio(
        column(2 + channel).map((cells) => cells / 100),
        column(1),
      ),
    ),
  }
}

/** Fails unless the two agree within four standard errors of their difference; the fixture has six digits. */
function expectAgreement(what: string, own: Estimate, theirs: Estimate): void {
  const allowed = 4 * Math.hypot(own[1], theirs[1]) + 1e-5 * theirs[0]
  expect(Math.abs(own[0] - theirs[0]), `${what}: ${own} against ${theirs}`).toBeLessThanOrEqual(allowed)
}

describe.each(Object.entries(fixture))('as the original, %s', (id, policies) => {
  test.each(Object.keys(policies))('policy %s', (name) => {
    const theirs = policies[name]
    const own = measure(id, name, theirs.episodes / SHARE)
    expectAgreement('return', own.return, theirs.return)
    expectAgreement('length', own.length, theirs.length)
    if (name === 'random') {
      const [mean, meanError, length, lengthError] = earlier[id]
      expectAgreement('earlier return', own.return, [mean, meanError])
      expectAgreement('earlier length', own.length, [length, lengthError])
    }
    for (const [channel, share] of theirs.channels.entries()) {
      expectAgreement(`channel ${channel}`, own.channels[channel], share)
    }
  })
})
