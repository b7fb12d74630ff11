import { runFolder } from '#host/runs'
import type { KernelBuild } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'
import type { Config } from '../training/config.ts'
import { type Checkpoint, decodeCheckpoint, restoredPolicy } from '../training/index.ts'
import type { Result } from '../training/metrics.ts'
import { BEST_FILE } from './files/index.ts'

/** A finished, stopped or loaded run. */
export interface Run {
  readonly config: Config
  readonly policy: Policy
  readonly result: Result
  /** Threads that shared the work on a minibatch in the end; none of a run that was loaded. */
  readonly threads?: number | undefined
  /** Writes the run to a new folder, from which `load` and `resume` take it up (Node). */
  save(dir: string): Promise<void>
  /** All that it takes to go on: `loadRun` and `resume` take it up, in a browser and in Node. */
  toBytes(): Uint8Array<ArrayBuffer>
}

/** What a run is made of once it has a checkpoint. */
interface Parts extends Pick<Run, 'config' | 'policy' | 'result'> {
  readonly kernels: KernelBuild
  readonly checkpoint: Uint8Array<ArrayBuffer>
  readonly threads?: number
}

export function runOf({ kernels, checkpoint, ...run }: Parts): Run {
  return {
    ...run,
    async save(dir) {
      const { writeRun } = await runFolder()
      writeRun(dir, run.config, kernels, checkpoint, run.result)
    },
    toBytes: () => checkpoint.slice(),
  }
}

/**
 * Takes up the run in `dir` (Node): its settings, its policy as of the last checkpoint, and how it went.
 *
 * @param options.best all of that as of its best evaluation; see the setting `evaluateEvery`.
 */
export async function load(dir: string, { best = false }: { readonly best?: boolean } = {}): Promise<Run> {
  const { runIn } = await runFolder()
  const { kernels, checkpoint, bytes } = await (best ? runIn(dir, BEST_FILE) : runIn(dir))
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
  const { config, result } = checkpoint.state
  const policy = await restoredPolicy(checkpoint)
  return runOf({
    config,
    policy,
    result,
    checkpoint: Uint8Array.from(bytes),
    kernels: kernels ?? checkpoint.state.kernels ?? policy.kernels.build,
  })
}
