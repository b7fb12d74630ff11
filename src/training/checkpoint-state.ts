import { z } from 'zod'
import { checkSpace } from '../envs/check-space.ts'
import type { Space } from '../envs/index.ts'
import type { KernelBuild } from '../kernels/index.ts'
import { FeatureEncoder, type Features } from '../policies/index.ts'
import type { Pcg64State } from '../random/index.ts'
import type { Episode, SourceState, VectorState } from '../rollouts/index.ts'
import { problemOf } from '../settings/issue.ts'
import { type Change, changesFrom } from './changes.ts'
import { type Config, resolveConfig } from './config.ts'
import type { Result } from './metrics.ts'
import type { Origin } from './origin.ts'
import { originSchema } from './origin-schema.ts'
import { resultFrom } from './records.ts'

/** What a checkpoint holds beside arrays. */
export interface State {
  readonly version: 1
  /** Those it was trained with; 0.1.0 didn't say. */
  readonly kernels?: KernelBuild
  /** As the run began. */
  readonly config: Config
  /** What was changed since; 0.1.0 couldn't. */
  readonly changes?: readonly Change[]
  readonly origin?: Origin
  readonly observationSpace: Space
  readonly actionSpace: Space
  /** Of a log's rows, where the policy learns from such. */
  readonly features?: Features
  readonly result: Result
  readonly optimiserSteps: number
  readonly random: Readonly<Record<'actions' | 'minibatches', Pcg64State>>
  readonly environments: VectorState
  readonly collector: SourceState
  readonly normaliserCounts: readonly number[]
  readonly episodes: { count: number; episodes: Episode[] }
}

const count = z.int().min(0)
const bounds = z.array(
  z.number().or(z.literal(Number.POSITIVE_INFINITY)).or(z.literal(Number.NEGATIVE_INFINITY)),
)
const spaceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('box'), shape: z.array(z.int().min(1)), low: bounds, high: bounds }),
  z.object({ kind: z.literal('discrete'), n: z.int().min(1) }),
  z.object({ kind: z.literal('multiDiscrete'), nvec: z.array(z.int().min(1)).min(1) }),
  z.object({ kind: z.literal('multiBinary'), n: z.int().min(1) }),
])
const episode = z.object({ return: z.number(), length: z.number() })

/** As far as a session relies on it; environments and collector look at their own. */
const stateSchema = z.object({
  kernels: z.enum(['simd', 'relaxed-simd']).optional(),
  observationSpace: spaceSchema,
  actionSpace: spaceSchema,
  features: z
    .object({
      columns: z.array(z.object({}).loose()),
      actions: z.array(z.string()),
      actionFeatures: z.array(z.array(z.number())).optional(),
    })
    .optional(),
  changes: z.unknown().optional(),
  origin: originSchema.optional(),
  optimiserSteps: count,
  random: z.object({ actions: z.object({}).loose(), minibatches: z.object({}).loose() }),
  environments: z.object({
    environments: z.array(z.unknown()),
    observations: z.array(z.number()),
    masks: z.array(z.number()).nullable(),
  }),
  collector: z.object({}).loose(),
  normaliserCounts: z.array(z.number()),
  episodes: z.object({ count, episodes: z.array(episode) }),
})

/**
 * What a checkpoint says beside its arrays, from any version.
 *
 * @throws Error of one line for what no session has written, whatever its checksum says.
 */
export function stateFrom(value: unknown): State {
  const { version } = (value ?? {}) as Partial<State>
  if (version !== 1) throw new Error(`the checkpoint has version ${version}; this formscale reads version 1`)
  const parsed = stateSchema.safeParse(value)
  if (!parsed.success) {
    const { message } = problemOf(parsed.error, value, stateSchema, { field: 'field', whole: 'its state' })
    throw new Error(`the checkpoint is damaged: ${message}`)
  }
  const state = value as State
  for (const kind of ['observationSpace', 'actionSpace'] as const)
    checkSpace(`the checkpoint is damaged: its ${kind}`, state[kind])
  if (state.features) new FeatureEncoder(state.features)
  return {
    ...state,
    result: resultFrom(state.result),
    config: resolveConfig(state.config),
    changes: changesFrom(state.changes ?? []),
  }
}
