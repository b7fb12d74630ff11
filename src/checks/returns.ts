/** Advantages and time limits. */
import { box, discrete, type Environment } from '../envs/index.ts'
import { generalisedAdvantages } from '../rollouts/index.ts'
import { train } from '../runs/index.ts'
import { type Check, within } from './check.ts'

export const advantageCheck: Check = {
  name: 'GAE by hand',
  about:
    'Advantages of four steps with γ = 0.5, λ = 0.5, worked out on paper: one truncation, one termination.',
  run() {
    const advantages = new Float32Array(4)
    generalisedAdvantages(
      Float32Array.of(1, 2, 0, 4),
      Float32Array.of(2, 1, 3, 1),
      // The second step was truncated at an observation worth 6; the fourth terminated.
      Float32Array.of(1, 6, 1, 0),
      Uint8Array.of(0, 1, 0, 1),
      1,
      0.5,
      0.5,
      advantages,
    )
    // δ = 1 + ½·1 − 2, 2 + ½·6 − 1, 0 + ½·1 − 3, 4 − 1; then Â = δ + ¼Â of the next step within the episode.
    const byHand = [-0.5 + 0.25 * 4, 4, -2.5 + 0.25 * 3, 3]
    const worst = Math.max(...byHand.map((expected, i) => Math.abs(expected - advantages[i])))
    return within(worst, 1e-6, `[${Array.from(advantages).join(', ')}], error`)
  },
}

const GAMMA = 0.75

export const truncationCheck: Check = {
  name: 'time limits',
  about:
    'A reward of 1 for ever is worth 1/(1 − γ) = 4, though episodes are cut after 5 steps; ended there, it is less.',
  async run() {
    const [truncated, terminated] = [await learnedValue('truncated'), await learnedValue('terminated')]
    return {
      passed: Math.abs(truncated - 4) < 0.1 && terminated < 3.5,
      detail: `learned ${truncated.toFixed(3)} where cut, ${terminated.toFixed(3)} where ended`,
    }
  },
}

/** The value that training finds for the start of an endless task, cut one way or the other. */
async function learnedValue(cut: 'truncated' | 'terminated'): Promise<number> {
  const run = await train({
    env: () => endless(cut),
    update: 'a2c',
    totalSteps: 8000,
    numEnvs: 4,
    rolloutSteps: 20,
    epochs: 4,
    minibatches: 1,
    gamma: GAMMA,
    valueClip: null,
    network: { hidden: [8] },
    optimiser: { learningRate: 0.02 },
    seed: 1,
  })
  const { kernels } = run.policy
  const observation = kernels.tensor(1)
  observation.data[0] = 1
  const value = new Float32Array(1)
  run.policy.values(observation, 1, value, 0)
  return value[0]
}

/** Always the same observation and a reward of 1, in pieces of 5 steps. */
function endless(cut: 'truncated' | 'terminated'): Environment {
  let elapsed = 0
  return {
    id: 'Endless',
    observationSpace: box(0, 1, [1]),
    actionSpace: discrete(2),
    reset() {
      elapsed = 0
      return Float32Array.of(1)
    },
    step() {
      const over = ++elapsed === 5
      return {
        observation: Float32Array.of(1),
        reward: 1,
        terminated: over && cut === 'terminated',
        truncated: over && cut === 'truncated',
      }
    },
  }
}
