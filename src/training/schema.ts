/**
 * The settings of a run: one schema gives type, default, help text and error. The defaults are CleanRL's for
 * classic control (`ppo.py`), the reference that most published PPO figures share.
 */
import { z } from 'zod'
import { columnsSchema } from '../decisions/columns-schema.ts'
import { formulaScale } from '../formulas/index.ts'
import { MAX_SEED, MAX_STEPS } from '../settings/limits.ts'
import {
  catalogue,
  resolveAnyUpdate,
  type ScheduledUpdate,
  type UpdateInput,
  updateAtStep,
} from '../updates/index.ts'
import { type AdvantageScale, advantageScales } from './advantages.ts'
import { namedUpdate } from './named-update.ts'
import { scheduled } from './scheduled.ts'

const count = () => z.int().min(1).max(1e9)
/** DQN's and PQN's at the end of their schedules lies between 0.01 and 0.1. */
const DEFAULT_EPSILON = 0.05

const optional = (schema: z.ZodNumber) => scheduled(schema).nullable()

const convolutionSchema = z.strictObject({
  filters: count().describe('filters of the convolution'),
  size: z.int().min(1).max(1000).describe('side of its square window'),
  stride: z.int().min(1).max(1000).default(1).describe('step of its window'),
  layerNorm: z.boolean().optional().describe('layer norm over the filters of each window'),
})

const networkSchema = z.strictObject({
  convolutions: z
    .array(convolutionSchema)
    .max(8)
    .readonly()
    .default([])
    .describe('convolutions below the hidden layers, such as [{"filters":16,"size":3}] for MinAtar'),
  hidden: z.array(count()).max(16).readonly().default([64, 64]).describe('units of each hidden layer'),
  activation: z.enum(['tanh', 'relu', 'silu']).default('tanh').describe('activation of the hidden layers'),
  layerNorm: z.boolean().default(false).describe('layer norm before each hidden activation'),
  sharedTrunk: z.boolean().default(false).describe('policy and value heads on one trunk, else two networks'),
  initialisation: z
    .enum(['orthogonal', 'uniform'])
    .default('orthogonal')
    .describe('weights: orthogonal, or uniform in ±1/√inputs with the biases, as PyTorch has them'),
  initialLogStd: z
    .number()
    .min(-20)
    .max(2)
    .default(0)
    .describe('ln σ that a Gaussian policy begins with, in units of the action'),
})

const optimiserSchema = z.strictObject({
  kind: z
    .enum(['adam', 'radam', 'sgd'])
    .default('adam')
    .describe('optimiser; radam rectifies the first steps of adam'),
  learningRate: scheduled(z.number().min(0).max(10))
    .default(2.5e-4)
    .describe('learning rate; a number falls to 0 as schedule says'),
  schedule: z
    .enum(['constant', 'linear', 'cosine'])
    .default('linear')
    .describe('how a learningRate that is a number falls to 0 over totalSteps'),
  beta1: z.number().min(0).lt(1).default(0.9).describe("Adam's decay of the first moment"),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's decay of the second moment"),
  epsilon: z.number().gt(0).max(1).default(1e-5).describe("Adam's epsilon"),
  momentum: z.number().min(0).lt(1).default(0).describe("SGD's momentum"),
})

const behaviourSchema = z.strictObject({
  kind: z
    .enum(['auto', 'policy', 'epsilon-greedy', 'softmax', 'uniform'])
    .default('auto')
    .describe(
      'who acts while data is collected: the policy that learns, a mixture or a softmax over its outputs, or uniform; auto: policy, but uniform for a log',
    ),
  epsilon: scheduled(z.number().min(0).max(1))
    .default(DEFAULT_EPSILON)
    .describe('of epsilon-greedy: share of actions drawn from all that are allowed'),
  temperature: scheduled(z.number().min(1e-6).max(1e6))
    .default(1)
    .describe('of softmax: what the outputs are divided by; 1 is the policy itself'),
})

const replaySchema = z.strictObject({
  rollouts: z
    .int()
    .min(1)
    .max(1e5)
    .default(1)
    .describe(
      'latest rollouts that are kept to learn from again, with V-trace or Retrace; 1: the newest alone',
    ),
  perUpdate: z
    .int()
    .min(1)
    .max(1e5)
    .default(4)
    .describe('rollouts that an update learns from: the newest, and others drawn from those that are kept'),
  cap: z.number().min(0).max(1e6).default(1).describe('largest ratio π/μ in the traces of kept rollouts'),
})

const targetNetworkSchema = z.strictObject({
  every: z
    .int()
    .min(1)
    .max(1e9)
    .nullable()
    .default(null)
    .describe(
      'updates until the network that values are taken from follows the learnt one, null: it is the same',
    ),
  rate: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe('share of the way that it follows: 1 copies the weights, 0.01 averages them'),
})

/** What 0.1.0 had is read as before: true and false. */
const advantageScale = z.preprocess(
  (given) => (given === true ? 'standardised' : given === false ? 'raw' : given),
  z.enum(advantageScales),
) as z.ZodType<AdvantageScale, AdvantageScale | boolean>

/** A member's name, a formula, a point spelled out, or an update with an f of its own. The type is that of the finished spec. */
const updateSchema = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((given, context): ScheduledUpdate => {
    try {
      const update = typeof given === 'string' ? namedUpdate(given) : resolveAnyUpdate(given as UpdateInput)
      formulaScale(updateAtStep(update, 0, 1)) // refuses one that can't be read
      return update
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message, params: { whole: true } })
      return z.NEVER
    }
  })

const aim = (meaning: string) => z.number().min(-1e9).max(1e9).nullable().default(null).describe(meaning)

const aimsSchema = z.strictObject({
  meanReturn: aim('end the run once the last 100 episodes have this mean return, null: never'),
  evaluationReturn: aim('end the run once an evaluation has this mean return, null: never'),
  regret: aim('end the run once the regret is no more than this, null: never'),
})

/** Every setting with its type, range, default and meaning. */
export const configSchema = z.strictObject({
  env: z.string().min(1).describe('environment: an id of formscale envs, a file, or gymnasium:<id>'),
  update: updateSchema
    .default(() => catalogue.ppo)
    .describe('update: a catalogue name or a point; see formscale updates'),
  totalSteps: z
    .int()
    .min(1)
    .max(MAX_STEPS)
    .default(500_000)
    .describe('environment steps, summed over environments'),
  seed: z.int().min(0).max(MAX_SEED).default(1).describe('seed of every random stream'),
  numEnvs: z.int().min(1).max(65536).default(4).describe('environments stepped side by side'),
  envThreads: z.int().min(1).max(1024).default(1).describe('threads that step the environments'),
  threads: z
    .union([z.int().min(1).max(64), z.literal('auto')])
    .default(1)
    .describe('threads that share the work on a minibatch, auto: as many as measure fastest; the same bits'),
  rolloutSteps: count().default(128).describe('steps of each environment between updates'),
  data: z
    .enum(['fresh', 'log'])
    .default('fresh')
    .describe(
      'fresh: each update collects a rollout; log: one rollout, collected before the first, serves them all',
    ),
  trajectories: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('file of recorded episodes to learn from in place of playing, null: none'),
  log: columnsSchema.prefault({}).describe('columns of logged decisions, where data comes from such'),
  behaviour: behaviourSchema.prefault({}).describe('behaviour policy'),
  replay: replaySchema.prefault({}).describe('rollouts that are learnt from again'),
  targetNetwork: targetNetworkSchema.prefault({}).describe('target network'),
  gradient: z
    .enum(['sampled', 'exact'])
    .default('sampled')
    .describe('from sampled rollouts, or exact in tabular environments, by linear solves'),
  epochs: scheduled(z.int().min(1).max(1000))
    .default(4)
    .describe('passes over a rollout; along a schedule the nearest whole number'),
  minibatches: count().default(4).describe('minibatches of a pass'),
  gamma: scheduled(z.number().min(0).max(1)).default(0.99).describe('discount γ'),
  gaeLambda: scheduled(z.number().min(0).max(1)).default(0.95).describe('λ of GAE and of the λ-returns'),
  normaliseAdvantages: advantageScale
    .default('standardised')
    .describe(
      'of each minibatch (separate critic): standardised to mean 0, deviation 1; centred; scaled to root mean square 1; raw. true, false: standardised, raw',
    ),
  entropyCoefficient: scheduled(z.number().min(0).max(100))
    .default(0.01)
    .describe('weight of the entropy bonus'),
  cloningCoefficient: scheduled(z.number().min(0).max(100))
    .default(0)
    .describe('constant pull towards the actions of the data, beside f: behaviour cloning'),
  valueCoefficient: scheduled(z.number().min(0).max(100))
    .default(0.5)
    .describe('weight of the value loss; of a tied critic, in logits'),
  valueClip: optional(z.number().gt(0).max(1e6))
    .default(0.2)
    .describe('range that the value may move from its old one, null: none'),
  maxGradNorm: optional(z.number().gt(0).max(1e6))
    .default(0.5)
    .describe('global-norm clipping of the gradient, null: none'),
  targetKl: optional(z.number().gt(0).max(100))
    .default(null)
    .describe('stop the epochs of an update beyond this approximate KL, null: never'),
  targetKlCheck: z
    .enum(['epoch', 'minibatch'])
    .default('epoch')
    .describe('what is held against targetKl: the mean of each epoch, or each minibatch'),
  stateValue: z
    .enum(['auto', 'soft', 'expected', 'max'])
    .default('auto')
    .describe(
      "tied critic's V(s): τF(o), Σπq or max q; auto: expected in the value form, soft in the policy form, between them as the form is",
    ),
  normaliseObservations: z
    .boolean()
    .default(false)
    .describe('observations by running mean and deviation, clipped to ±10'),
  normaliseRewards: z
    .boolean()
    .default(false)
    .describe('rewards by the running deviation of the return, clipped to ±10'),
  network: networkSchema.prefault({}).describe('networks'),
  optimiser: optimiserSchema.prefault({}).describe('optimiser'),
  stopWhen: aimsSchema.prefault({}).describe('aims that end a run early'),
  evaluateEvery: z
    .int()
    .min(1)
    .max(MAX_STEPS)
    .nullable()
    .default(null)
    .describe('environment steps between evaluations of the policy, beside training; null: none'),
  evaluateEpisodes: z.int().min(1).max(1e6).default(10).describe('episodes of an evaluation'),
  evaluateGreedily: z
    .boolean()
    .default(false)
    .describe('evaluations take the most likely action in place of a sample'),
  checkpointEvery: count().default(100).describe('updates between checkpoints, when the run has a folder'),
  keepCheckpoints: z
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe('earlier checkpoints that stay beside the latest, for eval --checkpoint'),
  deterministic: z.boolean().default(false).describe('plain SIMD kernels: the same bits on every machine'),
})
