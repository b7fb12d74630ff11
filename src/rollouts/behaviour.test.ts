/** Who acts while data is collected: what is recorded of it, held against formulas written out here, and against what it does. */
import { describe, expect, test } from 'vitest'
import { box, discrete, multiDiscrete, type Space } from '../envs/index.ts'
import { loadKernels } from '../kernels/index.ts'
import { network, policyOf } from '../policies/testing/policy-of.ts'
import { stream } from '../random/index.ts'
import { type BehaviourKind, behaviourOf } from './behaviour.ts'
import type { Data } from './source.ts'

const STATES = 3
/** Outputs of states [3 × 5]: the best is alone, twins, and the last one. */
const table = [0.3, -0.6, 1.1, 0.2, 0.9, 0.5, -0.4, 0.5, -1.2, 0.1, -0.3, 0.4, 0.8, -2, 2]

const kernels = await loadKernels()

/** A linear policy with that table, and how it acts. */
function acting(
  kind: BehaviourKind,
  { space = discrete(5), data = 'fresh' }: { readonly space?: Space; readonly data?: Data } = {},
) {
  const policy = policyOf(kernels, space, STATES, {
    observationSpace: box(0, 1, [STATES]),
    network: { ...network, hidden: [] },
  })
  const { data: weights } = policy.network.parameters.get('actor.head.weights').value
  weights.set(table.slice(0, weights.length))
  const observations = kernels.tensor(STATES * STATES)
  for (let state = 0; state < STATES; state++) observations.data[state * STATES + state] = 1
  return { policy, observations, behaviour: behaviourOf(kernels, policy, { data, behaviour: { kind } }) }
}

const numbers = { epsilon: 0.3, temperature: 1 }
const logits = (state: number) => table.slice(5 * state, 5 * state + 5)
const allowedAll = [1, 1, 1, 1, 1]

function softmax(o: readonly number[], allowed: readonly number[] = allowedAll) {
  const weights = o.map((x, a) => (allowed[a] ? Math.exp(x) : 0))
  const sum = weights.reduce((all, w) => all + w)
  return weights.map((w) => w / sum)
}

/** The mixture by its definition: with ε any allowed action, else any of the best. */
function mixture(o: readonly number[], epsilon: number, allowed: readonly number[] = allowedAll) {
  const free = o.map((_, a) => a).filter((a) => allowed[a])
  const top = Math.max(...free.map((a) => o[a]))
  const best = free.filter((a) => o[a] === top)
  return o.map(
    (_, a) =>
      (free.includes(a) ? epsilon / free.length : 0) + (best.includes(a) ? (1 - epsilon) / best.length : 0),
  )
}

const recorded = ({ policy }: ReturnType<typeof acting>, state: number) =>
  logits(state).map((_, a) => Math.exp(policy.distribution.logProb(state, Float32Array.of(a), 0)))

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  for (const [i, x] of expected.entries()) expect(actual[i], `entry ${i}`).toBeCloseTo(x, 6)
}

describe('what is recorded of μ', () => {
  test.each([0, 0.05, 0.3, 1])('is the mixture of ε = %d, twins alike', (epsilon) => {
    const made = acting('epsilon-greedy')
    made.behaviour.read(made.observations, STATES, { ...numbers, epsilon })
    for (let state = 0; state < STATES; state++)
      expectClose(recorded(made, state), mixture(logits(state), epsilon))
  })

  test.each([0.25, 1, 4])('is the softmax at temperature %d', (temperature) => {
    const made = acting('softmax')
    made.behaviour.read(made.observations, STATES, { ...numbers, temperature })
    for (let state = 0; state < STATES; state++)
      expectClose(recorded(made, state), softmax(logits(state).map((x) => x / temperature)))
  })

  const masks = Uint8Array.of(1, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0)
  test.each(['epsilon-greedy', 'softmax', 'uniform'] as const)('leaves out what is forbidden: %s', (kind) => {
    const made = acting(kind)
    made.behaviour.read(made.observations, STATES, numbers, masks)
    for (let state = 0; state < STATES; state++) {
      const allowed = Array.from(masks.subarray(5 * state, 5 * state + 5))
      const expected = {
        'epsilon-greedy': mixture(logits(state), 0.3, allowed),
        softmax: softmax(logits(state), allowed),
        uniform: softmax([0, 0, 0, 0, 0], allowed),
      }[kind]
      expectClose(recorded(made, state), expected)
      for (const [a, isAllowed] of allowed.entries()) if (!isAllowed) expect(recorded(made, state)[a]).toBe(0)
    }
  })

  test.each<[BehaviourKind, (o: readonly number[]) => number[]]>([
    ['epsilon-greedy', (o) => mixture(o, 0.3, new Array(o.length).fill(1))],
    ['softmax', (o) => softmax(o, new Array(o.length).fill(1))],
    ['uniform', (o) => o.map(() => 1 / o.length)],
  ])('of an action of several numbers is the product over them: %s', (kind, of) => {
    const made = acting(kind, { space: multiDiscrete([2, 3]) })
    made.behaviour.read(made.observations, STATES, numbers)
    for (let state = 0; state < STATES; state++) {
      const o = logits(state)
      const [first, second] = [of(o.slice(0, 2)), of(o.slice(2))]
      for (const [a, p] of first.entries())
        for (const [b, q] of second.entries()) {
          const action = Float32Array.of(a, b)
          expect(Math.exp(made.policy.distribution.logProb(state, action, 0))).toBeCloseTo(p * q, 6)
          expect(made.behaviour.output(state, action, 0)).toBeCloseTo(o[a] + o[2 + b], 5)
        }
    }
  })

  test.each([
    ['epsilon-greedy', numbers],
    ['softmax', { ...numbers, temperature: 0.5 }],
    ['uniform', numbers],
  ] as const)('is what %s does', (kind, at) => {
    const made = acting(kind)
    made.behaviour.read(made.observations, STATES, at)
    const random = stream(5, 'actions')
    const action = new Float32Array(1)
    const draws = 20_000
    for (let state = 0; state < STATES; state++) {
      const probabilities = recorded(made, state)
      const counts = probabilities.map(() => 0)
      for (let n = 0; n < draws; n++) {
        made.policy.distribution.sample(state, random, action, 0)
        counts[action[0]]++
      }
      for (const [a, p] of probabilities.entries())
        expect(Math.abs(counts[a] / draws - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / draws) + 1e-9)
    }
  })
})

test('outputs are those of the policy that learns, but those of a uniform log are 0', () => {
  for (const kind of ['policy', 'epsilon-greedy', 'softmax', 'uniform'] as const)
    for (const data of ['fresh', 'log'] as const) {
      const { behaviour, observations } = acting(kind, { data })
      behaviour.read(observations, STATES, { epsilon: 0.5, temperature: 3 })
      const isNothing = kind === 'uniform' && data === 'log'
      expect(behaviour.readsLearner).toBe(!isNothing)
      for (let state = 0; state < STATES; state++)
        for (const [a, o] of logits(state).entries())
          expect(behaviour.output(state, Float32Array.of(a), 0)).toBeCloseTo(isNothing ? 0 : o, 6)
    }
})

test.each(['epsilon-greedy', 'softmax', 'uniform'] as const)('%s of a box is refused in a line', (kind) => {
  expect(() => acting(kind, { space: box(-1, 1, [1]) })).toThrow(
    `behaviour.kind is '${kind}': that needs a discrete action space, and this one is a box; take behaviour.kind=policy`,
  )
})

test('the policy itself may collect a log of a box', () => {
  expect(acting('policy', { space: box(-1, 1, [1]), data: 'log' }).behaviour.readsLearner).toBe(true)
})

test('outputs that are not finite are refused', () => {
  const { behaviour, observations, policy } = acting('epsilon-greedy')
  policy.network.parameters.get('actor.head.weights').value.data[1] = Number.NaN
  expect(() => behaviour.read(observations, STATES, numbers)).toThrow('outputs are not finite')
})
