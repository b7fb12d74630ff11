/**
 * The settings of a run: one schema gives type, default, help text and error. The defaults are CleanRL's for
 * classic control (`ppo.py`), the reference that most published PPO figures share.
 */
import { z } from 'zod'
import { MAX_SEED, MAX_STEPS } from '../settings/limits.ts'
import { catalogue, resolveAnyUpdate, type Update, type UpdateInput } from '../updates/index.ts'
import { namedUpdate } from './named-update.ts'

declare global {
  /** zod's types name it, which a project without the types of browsers or Node doesn't have. */
  interface URL {}
}

const count = () => z.int().min(1).max(1e9)
const optional = (schema: z.ZodNumber) => schema.nullable()

const convolutionSchema = z.strictObject({
  filters: count().describe('filters of the convolution'),
  size: z.int().min(1).max(1000).describe('side of its square window'),
  stride: z.int().min(1).max(1000).default(1).describe('step of its window'),
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
  kind: z.enum(['adam', 'sgd']).default('adam').describe('optimiser'),
  learningRate: z.number().min(0).max(10).default(2.5e-4).describe('learning rate at the first step'),
  schedule: z
    .enum(['constant', 'linear', 'cosine'])
    .default('linear')
    .describe('how the learning rate falls to 0 over totalSteps'),
  beta1: z.number().min(0).lt(1).default(0.9).describe("Adam's decay of the first moment"),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's decay of the second moment"),
  epsilon: z.number().gt(0).max(1).default(1e-5).describe("Adam's epsilon"),
  momentum: z.number().min(0).lt(1).default(0).describe("SGD's momentum"),
})

/** A member's name, a point spelled out, or an update with an f of its own. The type is that of the finished spec. */
const updateSchema = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((given, context): Update => {
    try {
      return typeof given === 'string' ? namedUpdate(given) : resolveAnyUpdate(given as UpdateInput)
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message, params: { whole: true } })
      return z.NEVER
    }
  })

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
      'fresh: each update collects a rollout; log: one rollout of the uniform policy serves them all',
    ),
  gradient: z
    .enum(['sampled', 'exact'])
    .default('sampled')
    .describe('from sampled rollouts, or exact in tabular environments, by linear solves'),
  epochs: z.int().min(1).max(1000).default(4).describe('passes over a rollout'),
  minibatches: count().default(4).describe('minibatches of a pass'),
  gamma: z.number().min(0).max(1).default(0.99).describe('discount γ'),
  gaeLambda: z.number().min(0).max(1).default(0.95).describe('λ of GAE and of the λ-returns'),
  normaliseAdvantages: z
    .boolean()
    .default(true)
    .describe('advantages to mean 0, deviation 1 in each minibatch (separate critic)'),
  entropyCoefficient: z.number().min(0).max(100).default(0.01).describe('weight of the entropy bonus'),
  valueCoefficient: z
    .number()
    .min(0)
    .max(100)
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
  evaluateEvery: z
    .int()
    .min(1)
    .max(MAX_STEPS)
    .nullable()
    .default(null)
    .describe('environment steps between evaluations of the policy, beside training; null: none'),
  evaluateEpisodes: z.int().min(1).max(1e6).default(10).describe('episodes of an evaluation'),
  checkpointEvery: count().default(100).describe('updates between checkpoints, when the run has a folder'),
  deterministic: z.boolean().default(false).describe('plain SIMD kernels: the same bits on every machine'),
})

/** Complete settings of a run. */
export type Config = z.output<typeof configSchema>
/** The same with what has a default left out. */
export type SchemaInput = Omit<z.input<typeof configSchema>, 'update'> & {
  /** A name of the catalogue, a point, or an update with an f of its own; what is left out of it takes its default too. */
  readonly update?: string | UpdateInput | undefined
}
