/** The agents of CleanRL's ppo.py, ppo_continuous_action.py and ppo_atari.py. */
import { activationOf, type ImportPlan, natureConvolutions } from './plan.ts'
import type { ForeignTensors } from './tensors.ts'

/** @param activation as torch calls it; undefined: the scripts' own. */
export const planCleanRl = (tensors: ForeignTensors, activation: string | undefined): ImportPlan =>
  tensors.has('network.0.weight') ? planAtari(tensors) : planVectors(tensors, activation)

function planVectors(tensors: ForeignTensors, activation = 'Tanh'): ImportPlan {
  const networks = [
    ['actor', tensors.layers(tensors.has('actor_logstd') ? 'actor_mean' : 'actor')],
    ['critic', tensors.layers('critic')],
  ] as const
  for (const [name, layers] of networks)
    if (layers.length === 0) tensors.get(`${name}.0.weight`, [undefined, undefined])
  const [hidden, values] = networks.map(([, layers]) => tensors.units(layers).slice(0, -1))
  if (String(hidden) !== String(values))
    throw new Error(`the critic has layers of [${values}], the actor of [${hidden}]; they must be alike`)
  return {
    network: { convolutions: [], hidden, activation: activationOf(activation), sharedTrunk: false },
    critic: true,
    layers: networks.flatMap(([name, layers]) =>
      layers.map((layer, i) => [`${name}.${i < layers.length - 1 ? i : 'head'}`, layer] as const),
    ),
    logStd: 'actor_logstd',
    pixels: false,
    notes: [],
  }
}

function planAtari(tensors: ForeignTensors): ImportPlan {
  return {
    network: {
      convolutions: natureConvolutions,
      hidden: tensors.units(['network.7']),
      activation: 'relu',
      sharedTrunk: true,
    },
    critic: true,
    layers: [
      ...natureConvolutions.map((_, i) => [`trunk.conv${i}`, `network.${2 * i}`] as const),
      ['trunk.0', 'network.7'],
      ['actor.head', 'actor'],
      ['critic.head', 'critic'],
    ],
    logStd: '',
    pixels: true,
    notes: [],
  }
}
