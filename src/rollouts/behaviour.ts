import type { Categorical } from '../distributions/index.ts'
import type { Kernels, Tensor } from '../kernels/index.ts'
import { blocksOf, type Policy } from '../policies/index.ts'
import { type Block, epsilonGreedy } from './epsilon-greedy.ts'
import type { BehaviourNumbers, Data } from './source.ts'

/** Who acts while data is collected; `auto`: uniform for a log, else the policy that learns. */
export type BehaviourKind = 'auto' | 'policy' | 'epsilon-greedy' | 'softmax' | 'uniform'

/** The policy μ that acts while data is collected. */
export interface Behaviour {
  /** Reads μ of normalised observations into the policy's distribution; then ask that by row. */
  read(observations: Tensor, rows: number, numbers: BehaviourNumbers, masks?: Uint8Array): void
  /** o_μ(s,a), which Δo is counted from: the output of the policy that learns as it was then, where that was read. */
  output(row: number, action: Float32Array, offset: number): number
  /** Whether `read` takes the policy that learns forward, whose features serve its values too. */
  readonly readsLearner: boolean
}

/** @throws Error for a box of actions, where μ is a choice among finitely many. */
export function behaviourOf(
  kernels: Kernels,
  policy: Policy,
  { data, behaviour }: { readonly data: Data; readonly behaviour: { readonly kind: BehaviourKind } },
): Behaviour {
  const kind = behaviour.kind === 'auto' ? (data === 'log' ? 'uniform' : 'policy') : behaviour.kind
  if (kind === 'policy') return learningPolicy(policy)
  const blocks = blocksOf(policy.spec.actionSpace)
  if (!blocks) {
    const asked =
      behaviour.kind === 'auto'
        ? "data is 'log', which the uniform policy collects"
        : `behaviour.kind is '${kind}'`
    throw new Error(
      `${asked}: that needs a discrete action space, and this one is a box; take behaviour.kind=policy`,
    )
  }
  if (kind === 'uniform' && data === 'log') return uniformPolicy(kernels, policy)
  return derivedPolicy(kernels, policy, blocks, rules[kind])
}

const learningPolicy = (policy: Policy): Behaviour => ({
  read: (observations, rows, _, masks) => {
    policy.forward(observations, rows, masks)
  },
  output: (row, action, offset) => policy.distribution.output(row, action, offset),
  readsLearner: true,
})

/** The policy whose outputs are all 0. */
function uniformPolicy(kernels: Kernels, { distribution, maxRows }: Policy): Behaviour {
  const outputs = kernels.tensor(maxRows * distribution.outputs)
  return {
    read: (_observations, rows, _numbers, masks) => distribution.setOutputs(outputs, rows, masks),
    output: (row, action, offset) => distribution.output(row, action, offset),
    readsLearner: false,
  }
}

/** Writes logits of μ into the block's places. */
type Rule = (block: Block, numbers: BehaviourNumbers, logits: Float32Array) => void

const rules: Readonly<Record<'epsilon-greedy' | 'softmax' | 'uniform', Rule>> = {
  'epsilon-greedy': (block, { epsilon }, logits) => epsilonGreedy(block, epsilon, logits),
  softmax: ({ outputs, from, to }, { temperature }, logits) => {
    for (let i = from; i < to; i++) logits[i] = outputs[i] / temperature
  },
  uniform: ({ from, to }, _, logits) => logits.fill(0, from, to),
}

/** μ made of the outputs of the policy that learns, block by block. */
function derivedPolicy(kernels: Kernels, policy: Policy, blocks: readonly number[], rule: Rule): Behaviour {
  const distribution = policy.distribution as Categorical
  const width = distribution.outputs
  const starts = blocks.map((_, b) => blocks.slice(0, b).reduce((sum, size) => sum + size, 0))
  const logits = kernels.tensor(policy.maxRows * width)
  let learner: Tensor
  return {
    read(observations, rows, numbers, masks) {
      learner = policy.forward(observations, rows, masks)
      const outputs = learner.data
      for (let row = 0; row < rows; row++)
        for (const [b, size] of blocks.entries()) {
          const from = row * width + starts[b]
          rule({ outputs, masks, from, to: from + size }, numbers, logits.data)
        }
      distribution.setOutputs(logits, rows, masks)
    },
    output(row, action, offset) {
      let sum = 0
      for (let b = 0; b < blocks.length; b++)
        sum += learner.data[row * width + starts[b] + action[offset + b]]
      return sum
    },
    readsLearner: true,
  }
}
