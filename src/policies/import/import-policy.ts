/** A policy that another library trained, from its weights: nothing of its code runs. */
import { checkSpace } from '../../envs/check-space.ts'
import { type Space, sizeOf } from '../../envs/index.ts'
import { loadKernels } from '../../kernels/index.ts'
import { decodeSafetensors } from '../../networks/index.ts'
import { parsedHeader } from '../infinity.ts'
import { NORMALISER_CLIP, NORMALISER_EPSILON, type RunningMoments } from '../normalisation.ts'
import { blocksOf, Policy } from '../policy.ts'
import { planCleanRl } from './cleanrl.ts'
import { copyLayers, requireFit } from './copy-layers.ts'
import type { ImportPlan } from './plan.ts'
import { planSb3 } from './sb3.ts'
import { ForeignTensors } from './tensors.ts'

const plans = { sb3: planSb3, cleanrl: planCleanRl } as const

export type ForeignFormat = keyof typeof plans

/** What an environment sees and takes. */
export interface Spaces {
  readonly observationSpace: Space
  readonly actionSpace: Space
}

export interface Imported {
  readonly policy: Policy
  /** What is not as it was, a sentence each. */
  readonly notes: readonly string[]
}

/** What the Python program says beside tensors. */
type About = Partial<Spaces> & {
  readonly activation?: string
  /** VecNormalize's own numbers. */
  readonly clip?: number
  readonly epsilon?: number
}

/**
 * Takes over networks, log-std and, where there are `obs_rms.*` and `ret_rms.*`, running normalisation.
 *
 * @param bytes safetensors of the policy's state dict, under its own names.
 * @param spaces those of the environment; undefined: as the file says.
 * @throws Error of one line that names the tensor with no place, or of the wrong shape, or what formscale lacks.
 */
export async function importPolicy(
  bytes: Uint8Array,
  format: ForeignFormat,
  spaces?: Spaces,
): Promise<Imported> {
  const decoded = decodeSafetensors(bytes)
  const tensors = new ForeignTensors(decoded.tensors)
  const about = aboutIn(decoded.metadata)
  const { observationSpace, actionSpace } = spaces ?? spacesIn(about)
  if (observationSpace.kind !== 'box')
    throw new Error(
      `observations are ${observationSpace.kind}; a policy of vectors or images can be taken over`,
    )
  if (actionSpace.kind === 'multiBinary')
    throw new Error('actions are multiBinary; discrete, multiDiscrete and continuous ones can be taken over')
  const plan = plans[format](tensors, about.activation)
  const outputs = blocksOf(actionSpace)?.reduce((sum, size) => sum + size, 0) ?? sizeOf(actionSpace)
  requireFit(tensors, plan, observationSpace, outputs)
  const normaliseObservations = tensors.has('obs_rms.mean')
  const normaliseRewards = tensors.has('ret_rms.mean')
  const policy = new Policy(await loadKernels(), {
    observationSpace,
    actionSpace,
    network: { ...plan.network, layerNorm: false, initialisation: 'orthogonal', initialLogStd: 0 },
    critic: plan.critic ? 'separate' : 'none',
    normaliseObservations,
    normaliseRewards,
    seed: 1,
  })
  copyLayers(tensors, plan, policy)
  copyLogStd(tensors, plan, policy)
  if (normaliseObservations || normaliseRewards) requireSameClipping(about)
  const { observations, returns } = policy.normalisation
  if (observations) copyMoments(tensors, 'obs_rms', observations)
  if (returns) copyMoments(tensors, 'ret_rms', returns)
  tensors.requireNoneLeft()
  return { policy, notes: plan.notes }
}

function aboutIn({ formscale }: Readonly<Record<string, string>>): About {
  return formscale === undefined ? {} : ((parsedHeader(formscale, 'the file') ?? {}) as About)
}

function spacesIn({ observationSpace, actionSpace }: About): Spaces {
  if (!observationSpace || !actionSpace)
    throw new Error('the file does not tell its spaces: name the environment that has them, by --env ID')
  checkSpace("the file's observation space", observationSpace)
  checkSpace("the file's action space", actionSpace)
  return { observationSpace, actionSpace }
}

function copyLogStd(tensors: ForeignTensors, { logStd: name }: ImportPlan, { network }: Policy): void {
  const { logStd } = network
  if (!logStd) return
  const { length } = logStd.value
  // CleanRL has it as a row.
  const rows = name === 'actor_logstd' ? [1] : []
  logStd.value.data.set(tensors.get(name, [...rows, length]).data)
}

function copyMoments(tensors: ForeignTensors, name: string, moments: RunningMoments): void {
  const size = moments.mean.length
  moments.mean.set(tensors.get(`${name}.mean`, [size]).data)
  moments.variance.set(tensors.get(`${name}.var`, [size]).data)
  moments.count = tensors.get(`${name}.count`, [1]).data[0]
}

function requireSameClipping({ clip = NORMALISER_CLIP, epsilon = NORMALISER_EPSILON }: About): void {
  if (clip !== NORMALISER_CLIP)
    throw new Error(`observations are clipped to ±${clip}; formscale clips them to ±${NORMALISER_CLIP}`)
  if (epsilon !== NORMALISER_EPSILON)
    throw new Error(`the normaliser's epsilon is ${epsilon}; formscale's is ${NORMALISER_EPSILON}`)
}
