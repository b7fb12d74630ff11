/** One step of the optimiser on hand-made rollouts: its gradient is that of textbook losses, its metrics are worked out plainly. */
import { describe, expect, test } from 'vitest'
import { box, discrete, type Space } from '../envs/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { Sgd } from '../optimisers/index.ts'
import { Policy } from '../policies/index.ts'
import { Pcg64 } from '../random/index.ts'
import { Rollout } from '../rollouts/index.ts'
import { catalogue, type UpdateSpec } from '../updates/index.ts'
import { resolveConfig } from './config.ts'
import type { SchemaInput } from './config-types.ts'
import { Learner } from './learn.ts'
import { policySpec } from './session.ts'
import { settingsAt } from './settings-at.ts'

const STATES = 4
const ACTIONS = 3
/** One step each: state, action, log-ratio to μ, advantage, value then and now is off by. */
const steps = [
  { state: 0, action: 0, logRatio: 0, advantage: 1.5, old: 0.25 },
  { state: 1, action: 2, logRatio: 0.4, advantage: 0.7, old: -1 },
  { state: 1, action: 0, logRatio: -0.5, advantage: -2, old: 0.9 },
  { state: 2, action: 1, logRatio: 0.1, advantage: -0.4, old: 2 },
  { state: 3, action: 1, logRatio: -0.3, advantage: 1.1, old: 0.45 },
  { state: 0, action: 2, logRatio: 0.25, advantage: -0.9, old: 0.1 },
]
const table = [0.3, -0.6, 1.1, 0.2, 0.9, -0.4, -1.2, 0.5, 0.1, 0.8, -0.3, 0.4]
const criticTable = [0.5, -0.7, 1.2, 0.4]

const logSumExp = (o: readonly number[]) => Math.log(o.reduce((sum, x) => sum + Math.exp(x), 0))
const rowOf = (outputs: readonly number[], state: number) =>
  outputs.slice(state * ACTIONS, (state + 1) * ACTIONS)
const logProbAt = (outputs: readonly number[], state: number, action: number) =>
  outputs[state * ACTIONS + action] - logSumExp(rowOf(outputs, state))
const entropyAt = (outputs: readonly number[], state: number) =>
  rowOf(outputs, state).reduce(
    (sum, o) => sum - Math.exp(o - logSumExp(rowOf(outputs, state))) * (o - logSumExp(rowOf(outputs, state))),
    0,
  )
const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x))
const mean = (values: readonly number[], weights?: readonly number[]) =>
  values.reduce((sum, value, i) => sum + value * (weights ? weights[i] : 1 / values.length), 0)

function gradient(f: (x: number[]) => number, at: readonly number[]): number[] {
  const h = 1e-5
  return at.map((_, i) => {
    const moved = (by: number) => f(at.map((x, j) => (j === i ? x + by : x)))
    return (moved(h) - moved(-h)) / (2 * h)
  })
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length)
  const largest = Math.max(...expected.map(Math.abs))
  for (const [i, x] of expected.entries())
    expect(Math.abs(actual[i] - x), `entry ${i}: ${actual[i]}, not ${x}`).toBeLessThan(2e-5 * largest)
}

type Options = Omit<SchemaInput, 'env'> & {
  weights?: readonly number[]
  masks?: Uint8Array
  /** The environment step of the update. */
  at?: number
  /** Outputs in each state now; those of the table unless others are given. */
  outputs?: readonly number[]
}

/** What learning once from all steps, in one minibatch, makes of the tables. */
async function learn(
  { weights, masks, at = 0, outputs = table, ...options }: Options,
  actionSpace: Space = discrete(ACTIONS),
) {
  const kernels = await loadKernels()
  const config = resolveConfig({
    env: 'by hand',
    epochs: 1,
    minibatches: 1,
    network: { hidden: [] },
    entropyCoefficient: 0,
    valueClip: null,
    maxGradNorm: null,
    normaliseAdvantages: false,
    optimiser: { learningRate: 1 },
    ...options,
  })
  const settings = settingsAt(config, at)
  const policy = new Policy(kernels, policySpec(settings, box(0, 1, [STATES]), actionSpace), steps.length)
  const { parameters } = policy.network
  const actor = parameters.get('actor.head.weights')
  actor.value.data.set(outputs.slice(0, actor.value.length))
  const separate = policy.spec.critic === 'separate'
  if (separate) parameters.get('critic.head.weights').value.data.set(criticTable)
  const rollout = Rollout.create(kernels, policy, steps.length, 1)
  steps.forEach(({ state, action, logRatio, advantage, old }, row) => {
    rollout.observations.data[row * STATES + state] = 1
    rollout.actions[row] = action
    rollout.logProbs[row] = logProbAt(table, state, action) - logRatio
    rollout.outputs[row] = table[state * ACTIONS + action] - logRatio
    rollout.advantages[row] = advantage
    rollout.values[row] = old
  })
  rollout.weights = weights && Float64Array.from(weights)
  rollout.masks = masks
  const before = Array.from(parameters.values.data)
  const optimiser = new Sgd(kernels, parameters.values.length, 0)
  const learner = new Learner(kernels, policy, config, undefined, steps.length, optimiser, Pcg64.fromSeed(1))
  const metrics = learner.learn(rollout, settings)
  return {
    metrics,
    actor: Array.from(actor.gradient.data),
    critic: separate ? Array.from(parameters.get('critic.head.weights').gradient.data) : [],
    all: Array.from(parameters.gradients.data),
    change: Array.from(parameters.values.data, (value, i) => value - before[i]),
    steps: optimiser.steps,
    parameters,
  }
}

const lambdaReturns = steps.map(({ advantage, old }) => Math.fround(advantage) + Math.fround(old))

/** PPO's losses, to be minimised, as functions of the tables. */
const surrogate =
  (advantages: readonly number[], weights?: readonly number[]) => (outputs: readonly number[]) =>
    -mean(
      steps.map(({ state, action, logRatio }, i) => {
        const ratio = Math.exp(
          logProbAt(outputs, state, action) - (logProbAt(table, state, action) - logRatio),
        )
        return Math.min(ratio * advantages[i], clamp(ratio, 0.8, 1.2) * advantages[i])
      }),
      weights,
    )
const entropy = (outputs: readonly number[], weights?: readonly number[]) =>
  mean(
    steps.map(({ state }) => entropyAt(outputs, state)),
    weights,
  )
const valueLoss = (values: readonly number[], clip: number | null) =>
  mean(
    steps.map(({ state, old }, i) => {
      const plain = 0.5 * (values[state] - lambdaReturns[i]) ** 2
      if (clip === null) return plain
      return Math.max(plain, 0.5 * (old + clamp(values[state] - old, -clip, clip) - lambdaReturns[i]) ** 2)
    }),
  )
const advantages = steps.map(({ advantage }) => advantage)

describe('with a critic of its own, the gradient is that of the textbook losses', () => {
  test('the clipped surrogate alone', async () => {
    const { actor, change, all } = await learn({ valueCoefficient: 0 })
    expectClose(actor, gradient(surrogate(advantages), table))
    expectClose(
      change,
      all.map((g) => -g),
    )
  })

  test('with an entropy bonus', async () => {
    const { actor } = await learn({ entropyCoefficient: 0.3, valueCoefficient: 0 })
    expectClose(
      actor,
      gradient((outputs) => surrogate(advantages)(outputs) - 0.3 * entropy(outputs), table),
    )
  })

  test('with behaviour cloning', async () => {
    const { actor, metrics } = await learn({ cloningCoefficient: 0.4, valueCoefficient: 0 })
    const likelihood = (outputs: readonly number[]) =>
      mean(steps.map(({ state, action }) => logProbAt(outputs, state, action)))
    expectClose(
      actor,
      gradient((outputs) => surrogate(advantages)(outputs) - 0.4 * likelihood(outputs), table),
    )
    const { metrics: without } = await learn({ valueCoefficient: 0 })
    expect(metrics.meanAbsF).toBe(without.meanAbsF)
  })

  test('of advantage-weighted regression, which is awr-centred and a constant pull', async () => {
    const temperature = 0.5
    const { actor } = await learn({
      ...{ update: { ...catalogue['awr-centred'], temperature }, cloningCoefficient: 1, valueCoefficient: 0 },
    })
    const regression = (outputs: readonly number[]) =>
      -mean(
        steps.map(
          ({ state, action, advantage }) =>
            Math.exp(advantage / temperature) * logProbAt(outputs, state, action),
        ),
      )
    expectClose(actor, gradient(regression, table))
  })

  test.each([null, 0.2, 1])('with the value loss, clipped to %s', async (valueClip) => {
    const { actor, critic } = await learn({ valueCoefficient: 0.7, valueClip })
    expectClose(actor, gradient(surrogate(advantages), table))
    expectClose(
      critic,
      gradient((values) => 0.7 * valueLoss(values, valueClip), criticTable),
    )
  })

  test('with standardised advantages, of a sample', async () => {
    const { actor } = await learn({ normaliseAdvantages: true })
    const centre = mean(advantages)
    const deviation = Math.sqrt(
      advantages.reduce((sum, a) => sum + (a - centre) ** 2, 0) / (steps.length - 1),
    )
    expectClose(actor, gradient(surrogate(advantages.map((a) => (a - centre) / deviation)), table))
  })

  test('with advantages on other scales', async () => {
    const centre = mean(advantages)
    const size = Math.sqrt(mean(advantages.map((a) => a ** 2)))
    const { actor: centred } = await learn({ normaliseAdvantages: 'centred' })
    expectClose(centred, gradient(surrogate(advantages.map((a) => a - centre)), table))
    const { actor: scaled } = await learn({ normaliseAdvantages: 'scaled' })
    expectClose(scaled, gradient(surrogate(advantages.map((a) => a / size)), table))
    const { actor: raw } = await learn({ normaliseAdvantages: 'raw' })
    expectClose(raw, gradient(surrogate(advantages), table))
  })

  test('with weighted rows, that are all there is', async () => {
    const weights = [0.05, 0.3, 0.2, 0.15, 0.1, 0.2]
    const { actor, metrics } = await learn({ normaliseAdvantages: true, entropyCoefficient: 0.1, weights })
    const centre = mean(advantages, weights)
    const deviation = Math.sqrt(
      mean(
        advantages.map((a) => (a - centre) ** 2),
        weights,
      ),
    )
    const loss = surrogate(
      advantages.map((a) => (a - centre) / deviation),
      weights,
    )
    expectClose(
      actor,
      gradient((outputs) => loss(outputs) - 0.1 * entropy(outputs, weights), table),
    )
    expect(metrics.entropy).toBeCloseTo(entropy(table, weights), 6)
  })

  test('at another temperature, advantages are in its units', async () => {
    const { actor } = await learn({ update: { ...catalogue.ppo, temperature: 2 }, valueCoefficient: 0 })
    expectClose(actor, gradient(surrogate(advantages.map((a) => a / 2)), table))
  })

  test('with a baseline log Z, which is that of the minibatch', async () => {
    const { actor } = await learn({ update: catalogue.ml, valueCoefficient: 0 })
    const logZ = Math.log(mean(advantages.map(Math.exp)))
    // The value form pushes o(s,a) by f = (e^Δr − 1) − (e^Δo − 1).
    const f = steps.map(({ logRatio, advantage }) => Math.exp(advantage - logZ) - Math.exp(logRatio))
    const pushed = (outputs: readonly number[]) =>
      -mean(steps.map(({ state, action }, i) => f[i] * outputs[state * ACTIONS + action]))
    expectClose(actor, gradient(pushed, table))
  })

  test('with masks: forbidden actions have no part in it', async () => {
    const masks = new Uint8Array(steps.length * ACTIONS).fill(1)
    masks[1] = 0 // In state 0, first seen in row 0, the second action is forbidden; its second visit allows it.
    const { actor, metrics } = await learn({ masks, entropyCoefficient: 0.2, valueCoefficient: 0 })
    const others =
      (loss: (outputs: readonly number[], row: number) => number) => (outputs: readonly number[]) =>
        mean(
          steps.map((_, row) => loss(row === 0 ? outputs.map((o, i) => (i === 1 ? -1e3 : o)) : outputs, row)),
        )
    const loss = others((outputs, row) => {
      const { state, action, logRatio, advantage } = steps[row]
      const ratio = Math.exp(logProbAt(outputs, state, action) - (logProbAt(table, state, action) - logRatio))
      const gained = Math.min(ratio * advantage, clamp(ratio, 0.8, 1.2) * advantage)
      return -gained - 0.2 * entropyAt(outputs, state)
    })
    expectClose(actor, gradient(loss, table))
    expect(metrics.entropy).toBeCloseTo(
      others((outputs, row) => entropyAt(outputs, steps[row].state))(table),
      6,
    )
  })
})

test('the gradient of a Gaussian policy, its log-std included', async () => {
  const { actor, parameters } = await learn(
    {
      update: 'a2c',
      entropyCoefficient: 0.3,
      valueCoefficient: 0,
      network: { hidden: [], initialLogStd: 0 },
    },
    box(-9, 9, [1]),
  )
  const means = table.slice(0, STATES)
  const loss = (x: readonly number[]) =>
    mean(
      steps.map(({ state, action, advantage }) => {
        const logStd = x[STATES]
        const logDensity = -0.5 * ((action - x[state]) / Math.exp(logStd)) ** 2 - logStd
        return -advantage * logDensity - 0.3 * logStd
      }),
    )
  const expected = gradient(loss, [...means, 0])
  expectClose([...actor, ...parameters.get('actor.logStd').gradient.data], expected)
})

describe('with a tied critic, the gradient is that of the textbook losses, in logits', () => {
  const temperature = 2
  const targets = lambdaReturns.map((value) => value / temperature)
  const outputAt = (outputs: readonly number[], { state, action }: (typeof steps)[number]) =>
    outputs[state * ACTIONS + action]
  const partitionAt = (outputs: readonly number[], { state }: (typeof steps)[number]) =>
    logSumExp(rowOf(outputs, state))
  const fitted = (outputs: readonly number[]) =>
    mean(steps.map((step, i) => 0.5 * (partitionAt(outputs, step) - targets[i]) ** 2))
  const errors = steps.map((step, i) => targets[i] - outputAt(table, step))
  const fromPartition = steps.map((step, i) => targets[i] - partitionAt(table, step))
  /** f, stopped, times the form's direction: e_a − κπ is the gradient of o − κF. */
  const pushed = (f: readonly number[], kappa: number) => (outputs: readonly number[]) =>
    -mean(steps.map((step, i) => f[i] * (outputAt(outputs, step) - kappa * partitionAt(outputs, step))))

  test.each<[string, UpdateSpec, number, (outputs: readonly number[]) => number]>([
    [
      'mse',
      catalogue.mse,
      0,
      (outputs) => mean(steps.map((step, i) => 0.5 * (targets[i] - outputAt(outputs, step)) ** 2)),
    ],
    ['mve', catalogue.mve, 1, pushed(errors, 1)],
    ['pgpb', catalogue.pgpb, 1, pushed(fromPartition, 1)],
    ['between mse and mve', { ...catalogue.mse, form: 0.25 }, 0.25, pushed(errors, 0.25)],
  ])('%s', async (_, member, kappa, loss) => {
    const { actor, metrics } = await learn({
      update: { ...member, temperature },
      entropyCoefficient: 0.3,
      valueCoefficient: 0.7,
    })
    const whole = (outputs: readonly number[]) =>
      loss(outputs) - 0.3 * entropy(outputs) + kappa * 0.7 * fitted(outputs)
    expectClose(actor, gradient(whole, table))
    // In reward², where training takes logits².
    expect(metrics.valueLoss).toBeCloseTo(kappa === 0 ? 0 : temperature ** 2 * fitted(table), 5)
  })
})

describe('metrics, worked out plainly', () => {
  const ratios = steps.map(({ logRatio }) => Math.exp(logRatio))

  test('of ppo', async () => {
    const { metrics, all } = await learn({ valueClip: 0.2, entropyCoefficient: 0.1 })
    const clipped = steps.map(({ advantage, logRatio }) =>
      (advantage > 0 && Math.exp(logRatio) > 1.2) || (advantage < 0 && Math.exp(logRatio) < 0.8) ? 1 : 0,
    )
    const pushes = steps.map(({ advantage }, i) => (clipped[i] ? 0 : ratios[i] * advantage))
    expect(clipped).toEqual([0, 1, 1, 0, 0, 0])
    const expected = {
      policyLoss: -mean(ratios.map((ratio, i) => ratio * advantages[i])),
      valueLoss: valueLoss(criticTable, 0.2),
      entropy: entropy(table),
      approxKl: mean(ratios.map((ratio) => ratio - 1 - Math.log(ratio))),
      clipFraction: 4 / 6,
      meanAbsF: mean(pushes.map(Math.abs)),
      gradNorm: Math.hypot(...all),
    }
    expect(Object.keys(metrics).sort()).toEqual(Object.keys(expected).sort())
    for (const [name, value] of Object.entries(expected))
      expect(metrics[name as keyof typeof metrics], name).toBeCloseTo(value, 5)
  })

  test.each([
    ['spo', 4 / 6],
    ['spo-wide', 0], // the largest ratio is e^0.4 = 1.49
    ['a2c', 4 / 6], // beyond 0.2, where there is no region
    ['dapo', 3 / 6], // beyond 0.28, where e^0.25 still is
  ] as const)('of %s the share beyond its range', async (update, share) => {
    const { metrics } = await learn({ update })
    expect(metrics.clipFraction).toBeCloseTo(share, 10)
  })

  test.each([
    [3, 2],
    [2, 1],
  ])(
    'are means over %i minibatches and %i epochs, each row once in an epoch',
    async (minibatches, epochs) => {
      const rate = { optimiser: { learningRate: 0 }, valueClip: 0.2 }
      const { metrics: whole } = await learn(rate)
      const { metrics: parts } = await learn({ ...rate, minibatches, epochs })
      for (const name of [
        'policyLoss',
        'valueLoss',
        'entropy',
        'approxKl',
        'clipFraction',
        'meanAbsF',
      ] as const)
        expect(parts[name], name).toBeCloseTo(whole[name], 5)
    },
  )
})

describe('clipping the gradient', () => {
  test.each([0.01, 1e3])('to a norm of %d', async (maxGradNorm) => {
    const { change, all, metrics } = await learn({ maxGradNorm, entropyCoefficient: 0.2 })
    const norm = Math.hypot(...all)
    expect(metrics.gradNorm).toBeCloseTo(norm, 5)
    expect(norm).toBeGreaterThan(0.1)
    expectClose(
      change,
      all.map((g) => -g * Math.min(1, maxGradNorm / norm)),
    )
  })
})

test.each([
  [null, 6],
  [1e-9, 2],
  [1e2, 6],
])('epochs end beyond a KL of %s: %i steps of the optimiser', async (targetKl, expected) => {
  const { steps: taken } = await learn({
    targetKl,
    epochs: 3,
    minibatches: 2,
    optimiser: { learningRate: 0.01 },
  })
  expect(taken).toBe(expected)
})

test.each([
  [0, 2],
  [2000, 3],
  [4000, 4],
  [9000, 6],
])('epochs along a schedule are the nearest whole number: at step %d %i', async (at, expected) => {
  expect((await learn({ epochs: '2..6', totalSteps: 9000, at })).steps).toBe(expected)
})

test.each([
  [0.95, 2],
  [1.05, 6],
])('the KL of an epoch is the mean of its minibatches: %d of it is the limit', async (share, expected) => {
  const still = { epochs: 3, minibatches: 2, optimiser: { learningRate: 0 } } as const
  const { metrics } = await learn(still)
  const { steps: taken } = await learn({ ...still, targetKl: share * metrics.approxKl })
  expect(taken).toBe(expected)
})

test('the KL may be looked at after every minibatch, of which one is beyond their mean', async () => {
  const still = { epochs: 3, minibatches: 2, optimiser: { learningRate: 0 } } as const
  const { metrics } = await learn(still)
  const limit = { ...still, targetKl: 1.05 * metrics.approxKl }
  expect((await learn(limit)).steps).toBe(6)
  expect((await learn({ ...limit, targetKlCheck: 'minibatch' })).steps).toBeLessThan(6)
  expect((await learn({ ...still, targetKlCheck: 'minibatch', targetKl: 100 })).steps).toBe(6)
})

test('what is not finite stops the run by name', async () => {
  await expect(learn({ outputs: table.map((o, i) => (i === 4 ? Number.NaN : o)) })).rejects.toThrow(
    "the policy network's outputs are not finite; training diverged",
  )
  const weights = [Number.POSITIVE_INFINITY, 0, 0, 0, 0, 0]
  await expect(learn({ weights })).rejects.toThrow(/^the norm of the gradient is (NaN|Infinity); training/)
})
