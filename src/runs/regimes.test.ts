/** What data an update learns from: fresh rollouts, a log of the uniform policy, or all states and actions at once. */
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bandit2D, Chain, type Environment, exact } from '../envs/index.ts'
import { Pcg64 } from '../random/index.ts'
import { type ConfigInput, resolveConfig } from '../training/config.ts'
import { Session } from '../training/session.ts'
import { identityTask } from '../training/testing/tasks.ts'
import { catalogue, type MemberName } from '../updates/index.ts'
import { checkpointIn } from './folder/index.ts'
import { resume } from './resume.ts'
import { type TrainOptions, train } from './train.ts'

const still = {
  optimiser: { kind: 'sgd', learningRate: 0, schedule: 'constant' },
  network: { hidden: [] },
  epochs: 1,
  minibatches: 1,
  entropyCoefficient: 0,
  valueCoefficient: 0,
  normaliseAdvantages: false,
  maxGradNorm: null,
  gamma: 0.9,
} as const

/** A session that has begun, its linear policy's weights drawn from a normal distribution, those of its critic 0. */
async function begun(options: Omit<ConfigInput, 'env'>, env: string, seed = 1): Promise<Session> {
  const session = await Session.create(resolveConfig({ ...still, ...options, env, seed }), env)
  session.begin()
  const random = Pcg64.fromSeed(7)
  const { data } = actor(session).value
  for (let i = 0; i < data.length; i++) data[i] = random.normal()
  const { entries } = session.policy.network.parameters
  for (const { name, value } of entries) if (name.startsWith('critic')) value.data.fill(0)
  return session
}

const actor = (session: Session) => session.policy.network.parameters.get('actor.head.weights')
/** The ascent direction on the actor's weights that the update came up with; its learning rate of 0 left them alone. */
const direction = (session: Session) => Float64Array.from(actor(session).gradient.data, (g) => -g)

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  const largest = Math.max(...Array.from(expected, Math.abs))
  expect(largest).toBeGreaterThan(0)
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(actual[i] - expected[i]), `entry ${i}`).toBeLessThan(tolerance * largest)
}

describe('the exact gradient', () => {
  const { mdp } = new Chain()
  const weighted = (expected: Float64Array, visits: Float64Array) => {
    const total = visits.reduce((sum, visit) => sum + visit)
    return expected.map((value) => value / total)
  }

  test.each(Object.keys(catalogue) as MemberName[])('of %s is its expected update', async (name) => {
    for (const data of ['fresh', 'log'] as const) {
      const session = await begun({ gradient: 'exact', update: name, data }, 'Chain-v0')
      session.update()
      // One-hot states: the head's weights are the table of logits, its bias is 0.
      const outputs = Float64Array.from(actor(session).value.data)
      const behaviour = data === 'log' ? outputs.map(() => 0) : outputs
      const expected = exact.expectedUpdate(mdp, catalogue[name], outputs, behaviour, 0.9)
      const visits = exact.occupancy(mdp, exact.softmax(behaviour, 2), 0.9)
      expectClose(direction(session), weighted(expected, visits), 1e-4)
    }
  })

  test.each(['off-policy-pg', 'ppo', 'spo', 'mdpo', 'ml', 'awr-centred', 'mse', 'pgpb'] as const)(
    'of %s is the mean of sampled ones',
    async (update) => {
      const env = 'Bandit-v0?noise=0'
      const settings = { update, data: 'log', numEnvs: 8, rolloutSteps: 250 } as const
      const sampled: Float64Array[] = []
      for (let seed = 0; seed < 24; seed++) {
        const session = await begun(settings, env, seed)
        const { entries } = session.policy.network.parameters
        // The critic knows V^μ, the mean of the arms.
        for (const { name, value } of entries) if (name === 'critic.head.bias') value.data[0] = 0.5
        session.update()
        sampled.push(direction(session))
      }
      const session = await begun({ ...settings, gradient: 'exact' }, env)
      session.update()
      direction(session).forEach((expected, i) => {
        const mean = sampled.reduce((sum, one) => sum + one[i], 0) / sampled.length
        const variance = sampled.reduce((sum, one) => sum + (one[i] - mean) ** 2, 0) / (sampled.length - 1)
        expect(Math.abs(mean - expected), `arm ${i}`).toBeLessThan(
          4 * Math.sqrt(variance / sampled.length) + 1e-6,
        )
        expect(Math.abs(expected)).toBeGreaterThan(4 * Math.sqrt(variance / sampled.length))
      })
    },
  )

  test("of a tied critic in the policy form has the value loss in logits, ½(V^μ/τ − F)², for the outputs' level", async () => {
    const update = { ...catalogue.mve, temperature: 2 }
    const settings = { gradient: 'exact', update } as const
    const without = await begun(settings, 'Chain-v0')
    const session = await begun({ ...settings, valueCoefficient: 0.5 }, 'Chain-v0')
    session.update()
    without.update()
    const outputs = Float64Array.from(actor(session).value.data)
    const policy = exact.softmax(outputs, 2)
    const values = exact.values(mdp, policy, 0.9)
    const visits = exact.occupancy(mdp, policy, 0.9)
    const ofValue = policy.map((probability, pair) => {
      const state = Math.floor(pair / 2)
      const partition = Math.log(Math.exp(outputs[2 * state]) + Math.exp(outputs[2 * state + 1]))
      return 0.5 * visits[state] * probability * (values[state] / 2 - partition)
    })
    const difference = direction(session).map((value, i) => value - direction(without)[i])
    expectClose(difference, weighted(ofValue, visits), 1e-4)
  })

  test('divides advantages by their deviation over all pairs, not over a sample of them', async () => {
    const settings = { gradient: 'exact', update: 'a2c' } as const
    const [plain, normalised] = [
      await begun(settings, 'Chain-v0'),
      await begun({ ...settings, normaliseAdvantages: true }, 'Chain-v0'),
    ]
    plain.update()
    normalised.update()
    const { advantages, weights } = plain.source.rollout
    const deviation = Math.sqrt(advantages.reduce((sum, one, i) => sum + weights![i] * one ** 2, 0))
    expectClose(
      direction(normalised),
      direction(plain).map((value) => value / deviation),
      1e-4,
    )
  })

  test('leads to the optimum, and regret tells so', async () => {
    const { result } = await train({
      env: 'Chain-v0',
      gradient: 'exact',
      update: 'ppo',
      minibatches: 1,
      epochs: 8,
      network: { hidden: [] },
      optimiser: { learningRate: 0.1 },
      entropyCoefficient: 0,
      totalSteps: 100 * 512,
    })
    expect(result).toMatchObject({ updates: 100, steps: 51_200, episodes: 0, meanReturn: null })
    const uniform = new Chain().regret(() => new Float64Array(10).fill(0.5), 0.99)
    expect(result.regret).toBeLessThan(0.01 * uniform!)
  })
})

describe('a log', () => {
  const log = { data: 'log', numEnvs: 8, rolloutSteps: 250 } as const
  const env = 'Bandit2D-v0?features=2&noise=0.1'

  /** ∂/∂W of the mean over the context square of Σ_a π(a|x)·r_a(x), for logits features(x)·W. */
  function valueGradient(weights: Float32Array): Float64Array {
    const bandit = new Bandit2D({ features: 2 })
    const side = 60
    const gradient = new Float64Array(weights.length)
    for (let cell = 0; cell < side * side; cell++) {
      const at = (i: number) => (2 * i + 1) / side - 1
      const context = Float32Array.of(at(Math.floor(cell / side)), at(cell % side))
      const features = bandit.observe(context)
      const rewards = bandit.expectedRewards(context)
      const logits = Array.from(rewards, (_, a) =>
        features.reduce((sum, feature, i) => sum + feature * weights[5 * i + a], 0),
      )
      const policy = exact.softmax(logits, 5)
      const value = policy.reduce((sum, probability, a) => sum + probability * rewards[a], 0)
      gradient.forEach((_, i) => {
        const share = features[Math.floor(i / 5)] / side ** 2
        gradient[i] += share * policy[i % 5] * (rewards[i % 5] - value)
      })
    }
    return gradient
  }

  /** Distance from the exact policy gradient in standard errors, root mean square over the weights. */
  async function standardErrors(update: MemberName): Promise<number> {
    const seeds = Array.from({ length: 24 }, (_, i) => i)
    const directions: Float64Array[] = []
    let weights: Float32Array = new Float32Array()
    for (const seed of seeds) {
      const session = await begun({ ...log, update }, env, seed)
      session.update()
      weights = actor(session).value.data
      directions.push(direction(session))
    }
    const squares = valueGradient(weights).map((expected, i) => {
      const drawn = directions.map((one) => one[i])
      const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length
      const variance = drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (drawn.length - 1)
      return (mean - expected) ** 2 / (variance / drawn.length)
    })
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)
  }

  test('with importance weights gives the exact policy gradient of a policy that never acted', async () => {
    expect(await standardErrors('off-policy-pg')).toBeLessThan(2.5)
    expect(await standardErrors('a2c')).toBeGreaterThan(20) // weights are needed: μ is not π
  })

  test('is collected once, by the uniform policy, whatever is learned', async () => {
    const session = await begun({ ...log, update: 'ppo', optimiser: { learningRate: 0.1 } }, env)
    const { rollout } = session.source
    const before = JSON.stringify(session.environments.getState())
    const collected = rollout.actions.slice()
    const counts = [0, 1, 2, 3, 4].map((a) => collected.filter((action) => action === a).length)
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(4 * Math.sqrt(2000 * 0.2 * 0.8))
    for (let i = 0; i < 3; i++) session.update()
    expect(rollout.actions).toEqual(collected)
    expect(new Set(rollout.logProbs)).toEqual(new Set([Math.fround(Math.log(0.2))]))
    expect(new Set(rollout.outputs)).toEqual(new Set([0]))
    expect(JSON.stringify(session.environments.getState())).toBe(before)
    expect(session).toMatchObject({ steps: 6000, episodes: { count: 2000 } })
  })

  test('is uniform over the actions that a mask allows', async () => {
    const masked = (): Environment => {
      const task = identityTask()
      const info = { actionMask: Uint8Array.of(1, 0, 1, 0) }
      const step: Environment['step'] = (action) => ({
        ...task.step(action),
        terminated: false,
        info,
      })
      return { ...task, step }
    }
    const session = await Session.create(
      resolveConfig({ env: 'Identity', ...still, ...log, update: 'ppo' }),
      masked,
    )
    session.begin()
    const { actions, logProbs } = session.source.rollout
    const [first, later] = [actions.subarray(0, 8), actions.subarray(8)]
    expect([...new Set(later)].sort()).toEqual([0, 2])
    expect(new Set(logProbs.subarray(8))).toEqual(new Set([Math.fround(Math.log(0.5))]))
    expect(new Set(logProbs.subarray(0, first.length))).toEqual(new Set([Math.fround(Math.log(0.25))]))
  })

  test('is judged anew by the critic that learns from it', async () => {
    const session = await begun({ ...log, valueCoefficient: 0.5, optimiser: { learningRate: 0.1 } }, env)
    session.update()
    const first = session.source.rollout.values.slice()
    session.update()
    expect(session.source.rollout.values).not.toEqual(first)
  })
})

test.each([
  { data: 'log', normaliseObservations: true, normaliseRewards: true },
  { gradient: 'exact', minibatches: 1 },
  { gradient: 'exact', minibatches: 1, data: 'log' },
  {
    update: 'mse',
    stateValue: 'max',
    normaliseObservations: true,
    behaviour: { kind: 'epsilon-greedy', epsilon: '1..0.05,0.5' },
  },
  { data: 'log', behaviour: { kind: 'softmax', temperature: 0.5 }, normaliseObservations: true },
  { data: 'log', gradient: 'exact', minibatches: 1, behaviour: { kind: 'epsilon-greedy', epsilon: 0.3 } },
] as const)('with %o a stopped run ends in the same bits as one that was never disturbed', async (regime) => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-'))
  const at = (name: string) => path.join(dir, name)
  const bits = async (run: string) => {
    const { tensors, state } = (await checkpointIn(at(run))).checkpoint
    const { seconds: _, stepsPerSecond: __, ...result } = state.result
    return { tensors, state: { ...state, result } }
  }
  try {
    const settings = { env: 'Chain-v0', numEnvs: 2, rolloutSteps: 64, totalSteps: 1280, ...regime } as const
    await train({ ...settings, out: at('whole') })
    for (const stopAfter of [0, 4]) {
      const controller = new AbortController()
      if (stopAfter === 0) controller.abort()
      const onProgress = ({ update }: { update: number }) => update === stopAfter && controller.abort()
      const run = `stopped-after-${stopAfter}`
      const stopped = await train({ ...settings, out: at(run), onProgress, signal: controller.signal })
      expect(stopped.result).toMatchObject({ status: 'stopped', updates: stopAfter })
      await resume(at(run))
      expect(await bits(run)).toEqual(await bits('whole'))
    }
  } finally {
    fs.rmSync(dir, { recursive: true })
  }
})

describe('another policy that acts', () => {
  const settings = { update: 'off-policy-pg', numEnvs: 8, rolloutSteps: 250, totalSteps: 8000 } as const

  test('follows its schedule from update to update', async () => {
    const behaviour = { kind: 'epsilon-greedy', epsilon: '1..0,0.5' } as const
    const session = await begun({ ...settings, behaviour }, 'Bandit-v0?arms=4')
    const found: number[][] = []
    for (let update = 0; update < 2; update++) {
      session.update()
      found.push([...new Set(session.source.rollout.logProbs)].sort((a, b) => a - b).map(Math.exp))
    }
    expect(found[0]).toEqual([expect.closeTo(0.25, 6)])
    expect(found[1]).toEqual([expect.closeTo(0.125, 6), expect.closeTo(0.625, 6)])
    session.change('behaviour.epsilon', 0.2)
    session.update()
    expect(Math.exp(Math.min(...session.source.rollout.logProbs))).toBeCloseTo(0.05, 6)
  })

  test.each([
    [
      'epsilon-greedy',
      (o: readonly number[]) => o.map((x) => Math.log(0.15 + (x === Math.max(...o) ? 0.7 : 0))),
    ],
    ['softmax', (o: readonly number[]) => o.map((x) => x / 3)],
    ['uniform', (o: readonly number[]) => o.map(() => 0)],
  ] as const)('has its exact expected updates: %s', async (kind, logitsOf) => {
    const { mdp } = new Chain()
    for (const update of ['off-policy-pg', 'ppo', 'mse', 'mve'] as const) {
      const behaviour = { kind, epsilon: 0.3, temperature: 3 }
      const session = await begun({ gradient: 'exact', update, behaviour }, 'Chain-v0')
      session.update()
      const outputs = Float64Array.from(actor(session).value.data)
      const logits = new Float64Array(outputs.length)
      for (let pair = 0; pair < outputs.length; pair += 2)
        logits.set(logitsOf([outputs[pair], outputs[pair + 1]]), pair)
      const expected = exact.expectedUpdate(mdp, catalogue[update], outputs, logits, 0.9)
      const visits = exact.occupancy(mdp, exact.softmax(logits, 2), 0.9)
      const total = visits.reduce((sum, visit) => sum + visit)
      expectClose(
        direction(session),
        expected.map((value) => value / total),
        1e-4,
      )
    }
  })

  test('collects a log once, as it is before the first update', async () => {
    const behaviour = { kind: 'softmax', temperature: 2 } as const
    const session = await begun({ ...settings, data: 'log', behaviour }, 'Bandit-v0')
    const { logProbs, actions } = session.source.rollout
    const before = [logProbs.slice(), actions.slice()]
    session.update()
    expect([logProbs, actions]).toEqual(before)
    expect(() => session.change('behaviour.temperature', 1)).toThrow(
      "behaviour.temperature can't change while a run is trained: data is 'log', which was collected before the first update",
    )
  })
})

describe('regimes that do not fit are refused', () => {
  test.each<[Partial<TrainOptions>, RegExp]>([
    [
      { behaviour: { epsilon: '1..0' } },
      /^behaviour.epsilon is 1..0, but behaviour.kind is auto; set behaviour.kind=epsilon-greedy$/,
    ],
    [
      { behaviour: { kind: 'greedy' } as never },
      /^behaviour.kind is "greedy"; it must be one of auto, policy, epsilon-greedy/,
    ],
    [{ behaviour: { kind: 'softmax', temperature: 0 } }, /^behaviour.temperature is 0; it must be at least/],
    [
      { behaviour: { kind: 'softmax' }, env: 'Pendulum-v1' },
      /behaviour.kind is 'softmax': that needs a discrete/,
    ],
    [{ gradient: 'exact' }, /gradient is 'exact', .* that needs minibatches=1/],
    [
      { gradient: 'exact', minibatches: 1, normaliseRewards: true },
      /gradient is 'exact', .* that needs normaliseRewards=false/,
    ],
    [
      { gradient: 'exact', minibatches: 1, env: 'CartPole-v1' },
      /gradient is 'exact', which needs a tabular environment, such as FourRooms-v0, not CartPole-v1/,
    ],
    [
      { gradient: 'exact', minibatches: 1, gamma: 1 },
      /gamma is 1, but the policy never ends from state 0; use a gamma below 1 \(in update 1/,
    ],
    [
      { data: 'log', env: 'Pendulum-v1' },
      /data is 'log', .* needs a discrete action space, and this one is a box/,
    ],
  ])('%o', async (options, message) => {
    await expect(train({ env: 'Chain-v0', totalSteps: 512, ...options })).rejects.toThrow(message)
  })
})
