/** Stable-Baselines3's ActorCriticPolicy: the PPO, A2C and TRPO of MlpPolicy and CnnPolicy. */
import { activationOf, type ImportPlan, natureConvolutions } from './plan.ts'
import type { ForeignTensors } from './tensors.ts'

const ACTOR = 'mlp_extractor.policy_net'
const CRITIC = 'mlp_extractor.value_net'
const heads = [
  ['actor.head', 'action_net'],
  ['critic.head', 'value_net'],
] as const

/** @param activation as torch calls it; undefined: the library's own. */
export const planSb3 = (tensors: ForeignTensors, activation: string | undefined): ImportPlan =>
  tensors.has('features_extractor.cnn.0.weight') ? planImages(tensors) : planVectors(tensors, activation)

function planVectors(tensors: ForeignTensors, activation = 'Tanh'): ImportPlan {
  const actor = tensors.layers(ACTOR)
  const critic = tensors.layers(CRITIC)
  const hidden = tensors.units(actor)
  const values = tensors.units(critic)
  const alike = String(hidden) === String(values)
  if (!alike) for (const prefix of [CRITIC, 'value_net']) tensors.leaveOut(`${prefix}.`)
  const numbered = (name: string, layers: readonly string[]) =>
    layers.map((layer, i) => [`${name}.${i}`, layer] as const)
  return {
    network: { convolutions: [], hidden, activation: activationOf(activation), sharedTrunk: false },
    critic: alike,
    layers: [
      ...numbered('actor', actor),
      ...(alike ? numbered('critic', critic) : []),
      ...heads.slice(0, alike ? 2 : 1),
    ],
    logStd: 'log_std',
    pixels: false,
    notes: alike
      ? []
      : [
          `the value network has layers of [${values}] beside the policy's [${hidden}], and is left out: the policy acts as it did`,
        ],
  }
}

/** NatureCNN under the heads: one for both, or one each. */
function planImages(tensors: ForeignTensors): ImportPlan {
  const [above] = tensors.layers(ACTOR)
  if (above !== undefined)
    throw new Error(
      `'${above}.weight' lies between NatureCNN and the action: formscale has none there (net_arch=[] is CnnPolicy's default)`,
    )
  const shared = sameFeatures(tensors)
  const [units] = tensors.units(['features_extractor.linear.0'])
  const body = (ours: string, theirs: string) => [
    ...natureConvolutions.map((_, i) => [`${ours}.conv${i}`, `${theirs}.cnn.${2 * i}`] as const),
    [`${ours}.0`, `${theirs}.linear.0`] as const,
  ]
  // The policy's own is there under two names.
  tensors.leaveOut(shared ? 'vf_features_extractor.' : 'features_extractor.')
  tensors.leaveOut('pi_features_extractor.')
  return {
    network: {
      convolutions: natureConvolutions,
      hidden: [units],
      activation: 'relu',
      sharedTrunk: shared,
    },
    critic: true,
    layers: [
      ...(shared
        ? body('trunk', 'features_extractor')
        : [...body('actor', 'features_extractor'), ...body('critic', 'vf_features_extractor')]),
      ...heads,
    ],
    logStd: 'log_std',
    pixels: true,
    notes: [],
  }
}

/** Whether policy and value see by the same network: then the file has it two or three times. */
function sameFeatures(tensors: ForeignTensors): boolean {
  const last = 'features_extractor.linear.0.bias'
  if (!tensors.has(`vf_${last}`)) return true
  const [policy, value] = [last, `vf_${last}`].map((name) => tensors.get(name, [undefined]).data)
  return policy.every((number, i) => number === value[i])
}
