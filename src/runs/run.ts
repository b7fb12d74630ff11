import { runFolder } from '#host/runs'
import type { KernelBuild } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'
import type { Config } from '../training/config.ts'
import {
  type Change,
  type Checkpoint,
  decodeCheckpoint,
  type Origin,
  restoredPolicy,
} from '../training/index.ts'
import type { Result } from '../training/metrics.ts'
import { BEST_FILE, CHECKPOINT_FILE } from './files/index.ts'

/** A finished, stopped or loaded run. */
export interface Run {
  /** The settings it began with. */
  readonly config: Config
  /** Settings that were changed on the way, in their order. */
  readonly changes: readonly Change[]
  /** What was learnt. */
  readonly policy: Policy
  /** How it ended. */
  readonly result: Result
  /** Threads that shared the work on a minibatch in the end; none of a run that was loaded. */
  readonly threads?: number | undefined
  /** Writes the run to a new folder, from which `load` and `resume` take it up (Node). */
  save(dir: string): Promise<void>
  /** All that it takes to go on: `loadRun` and `resume` take it up, in a browser and in Node. */
  toBytes(): Uint8Array<ArrayBuffer>
}

/** What a run is made of once it has a checkpoint. */
interface Parts extends Pick<Run, 'config' | 'changes' | 'policy' | 'result'> {
  readonly origin: Origin
  readonly kernels: KernelBuild
  readonly checkpoint: Uint8Array<ArrayBuffer>
  readonly threads?: number
}

export function runOf({ kernels, checkpoint, origin, ...run }: Parts): Run {
  return {
    ...run,
    async save(dir) {
      const { writeRun } = await runFolder()
      writeRun(dir, { ...run, origin }, kernels, checkpoint)
    },
    toBytes: () => checkpoint.slice(),
  }
}

/** Which of the checkpoints of a run. */
export interface LoadOptions {
  /** The run as of its best evaluation; see the setting `evaluateEvery`. */
  readonly best?: boolean
  /** The run as of this step; see the setting `keepCheckpoints`. */
  readonly checkpoint?: number
}

/**
 * Takes up the run in `dir` (Node): its settings, its policy, and how it went, as of the last checkpoint or another.
 *
 * @throws Error of one line for a checkpoint that isn't there, or can't be read.
 */
export async function load(dir: string, { best = false, checkpoint: step }: LoadOptions = {}): Promise<Run> {
  if (best && step !== undefined) throw new Error('best and checkpoint name two checkpoints; give one')
  const { runIn, checkpointOf } = await runFolder()
  const name = best ? BEST_FILE : step === undefined ? CHECKPOINT_FILE : await checkpointOf(dir, step)
  const { kernels, checkpoint, bytes } = await runIn(dir, name)
  return loaded(checkpoint, bytes, kernels)
}

/**
 * Takes up a run from what its `toBytes()` gave; `resume` goes on with it.
 *
 * @throws Error that says what is wrong with the bytes.
 */
export async function loadRun(bytes: Uint8Array): Promise<Run> {
  return loaded(await decodeCheckpoint(bytes), bytes)
}

async function loaded(checkpoint: Checkpoint, bytes: Uint8Array, kernels?: KernelBuild): Promise<Run> {
  const { config, changes = [], origin = {}, result } = checkpoint.state
  const policy = await restoredPolicy(checkpoint)
  return runOf({
    config,
    changes,
    origin,
    policy,
    result,
    checkpoint: Uint8Array.from(bytes),
    kernels: kernels ?? checkpoint.state.kernels ?? policy.kernels.build,
  })
}
