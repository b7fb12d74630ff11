/**
 * The words that people bring along: settings in American spelling are taken as they are; names of other libraries
 * lead to ours, with what differs in meaning.
 */
import { SettingError } from '../settings/issue.ts'
import { settingsOf } from '../settings/list.ts'
import { type Fields, isFields } from '../settings/paths.ts'
import type { SchemaInput } from './config-types.ts'
import { configSchema } from './schema.ts'

/** American spelling → ours. */
const AMERICAN: Readonly<Record<string, string>> = {
  optimizer: 'optimiser',
  normalizeAdvantages: 'normaliseAdvantages',
  normalizeObservations: 'normaliseObservations',
  normalizeRewards: 'normaliseRewards',
  initialization: 'initialisation',
  behavior: 'behaviour',
}

type Initialisation = NonNullable<SchemaInput['network']>['initialisation']

/** The same in the types. */
export interface AmericanSpelling {
  /** `optimiser`. */
  readonly optimizer?: SchemaInput['optimiser']
  /** `normaliseAdvantages`. */
  readonly normalizeAdvantages?: SchemaInput['normaliseAdvantages']
  /** `normaliseObservations`. */
  readonly normalizeObservations?: SchemaInput['normaliseObservations']
  /** `normaliseRewards`. */
  readonly normalizeRewards?: SchemaInput['normaliseRewards']
  /** `behaviour`. */
  readonly behavior?: SchemaInput['behaviour']
  readonly network?: { readonly initialization?: Initialisation } | undefined
}

/** A dotted path in our spelling. */
export const inOurSpelling = (path: string) =>
  path
    .split('.')
    .map((step) => (Object.hasOwn(AMERICAN, step) ? AMERICAN[step] : step))
    .join('.')

/**
 * Settings, nested or by dotted path, in our spelling. An update is left as it is.
 *
 * @throws SettingError for a setting that is there in both.
 */
export function settingsInOurSpelling(settings: Fields, above = ''): Fields {
  const all: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(settings)) {
    const ours = inOurSpelling(key)
    if (Object.hasOwn(all, ours) || (ours !== key && Object.hasOwn(settings, ours)))
      throw new SettingError(`${above}${key} and ${above}${ours} are the same setting; give it once`, [
        ...above.split('.').slice(0, -1),
        key,
      ])
    all[ours] =
      isFields(value) && ours !== 'update' ? settingsInOurSpelling(value, `${above}${ours}.`) : value
  }
  return all
}

const CLIP = 'update.scale.trust.low and update.scale.trust.high'
const NOTHING = 'nothing:'
const EPSILON =
  'behaviour.epsilon, a schedule: 1..0.05,0.1 in the first tenth of the run, with behaviour.kind=epsilon-greedy'

/** Names of Stable-Baselines3, CleanRL and others, without case and underscores → ours, or why there is none. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  lr: 'optimiser.learningRate',
  annealLr: 'optimiser.schedule: linear falls to 0, constant stays',
  adamEps: 'optimiser.epsilon',
  optimizerClass: 'optimiser.kind: adam, radam or sgd',
  steps: 'totalSteps',
  timesteps: 'totalSteps',
  totalTimesteps: 'totalSteps',
  numTimesteps: 'totalSteps',
  nSteps: 'rolloutSteps: steps of each environment between updates',
  numSteps: 'rolloutSteps: steps of each environment between updates',
  unrollLength: 'rolloutSteps: steps of each environment between updates',
  nEnvs: 'numEnvs',
  batchSize:
    'minibatches, their number and not their size: numEnvs × rolloutSteps ÷ minibatches is the size of one',
  minibatchSize:
    'minibatches, their number and not their size: numEnvs × rolloutSteps ÷ minibatches is the size of one',
  numMinibatches: 'minibatches',
  nMinibatches: 'minibatches',
  nEpochs: 'epochs',
  numEpochs: 'epochs',
  updateEpochs: 'epochs',
  discount: 'gamma',
  discountFactor: 'gamma',
  lam: 'gaeLambda',
  lambda: 'gaeLambda',
  tdLambda: 'gaeLambda',
  clip: CLIP,
  clipRange: CLIP,
  clipCoef: CLIP,
  clipEps: CLIP,
  clipEpsilon: CLIP,
  clipRatio: CLIP,
  clipRangeVf: 'valueClip',
  clipVloss: 'valueClip: the range, or null for none',
  entCoef: 'entropyCoefficient',
  entropyCoef: 'entropyCoefficient',
  entropyCost: 'entropyCoefficient',
  vfCoef: 'valueCoefficient',
  valueCoef: 'valueCoefficient',
  valueLossCoef: 'valueCoefficient',
  maxGradientNorm: 'maxGradNorm',
  gradClip: 'maxGradNorm',
  normAdv: 'normaliseAdvantages',
  normalizeAdvantage: 'normaliseAdvantages',
  normaliseAdvantage: 'normaliseAdvantages',
  normalize: 'normaliseObservations and normaliseRewards',
  normObs: 'normaliseObservations',
  normReward: 'normaliseRewards',
  netArch: 'network.hidden: units of each hidden layer, such as [64,64]',
  hiddenSizes: 'network.hidden',
  hiddenLayers: 'network.hidden: units of each hidden layer, such as [64,64]',
  policyKwargs: 'network: hidden, activation, convolutions and others',
  activationFn: 'network.activation',
  logStdInit: 'network.initialLogStd',
  orthoInit: 'network.initialisation',
  envId: 'env',
  envName: 'env',
  environment: 'env',
  algo: 'update',
  algorithm: 'update',
  policy: `${NOTHING} network says what a policy is made of, and the environment's spaces the rest`,
  evalFreq: 'evaluateEvery: steps of all environments together',
  nEvalEpisodes: 'evaluateEpisodes',
  exploration: 'behaviour.kind: epsilon-greedy, with behaviour.epsilon',
  eps: 'behaviour.epsilon of epsilon-greedy, or optimiser.epsilon of Adam',
  epsilon: 'behaviour.epsilon of epsilon-greedy, or optimiser.epsilon of Adam',
  epsilonGreedy: 'behaviour.epsilon, with behaviour.kind=epsilon-greedy',
  explorationInitialEps: EPSILON,
  explorationFinalEps: EPSILON,
  explorationFraction: EPSILON,
  startE: EPSILON,
  endE: EPSILON,
  epsStart: EPSILON,
  epsFinish: EPSILON,
  epsDecay: EPSILON,
  temperature: 'update.temperature: τ of the update, or behaviour.temperature of behaviour.kind=softmax',
  kind: 'optimiser.kind or behaviour.kind',
  saveFreq: 'checkpointEvery: in updates, not steps',
  checkpointFreq: 'checkpointEvery: in updates, not steps',
  torchDeterministic: 'deterministic',
  frameStack: "a part of the environment's id: CartPole-v1?frameStack=4",
  device: `${NOTHING} training runs on the processor`,
  cuda: `${NOTHING} training runs on the processor`,
  verbose: `${NOTHING} onProgress is told of every update`,
  tensorboardLog: `${NOTHING} every folder of a run (out) has events for TensorBoard`,
}

const plain = (word: string) => word.replace(/[_-]/g, '').toLowerCase()

const ours = new Map<string, string>()
for (const { path } of settingsOf(configSchema)) ours.set(plain(path.slice(path.lastIndexOf('.') + 1)), path)
for (const [name, meaning] of Object.entries(ELSEWHERE)) ours.set(plain(name), meaning)
for (const [american, path] of Object.entries(AMERICAN)) ours.set(plain(american), path)

/**
 * What a setting that we don't have under this name is called here, to follow "here it is"; undefined where nothing is
 * known by it. Names are known with underscores too, and below any group.
 */
export function settingMeant(path: string): string | undefined {
  return ours.get(plain(path.slice(path.lastIndexOf('.') + 1)))
}
