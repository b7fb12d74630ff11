/** Which runs of the page are kept, and when: often enough that a reload or a crash loses seconds. */
import { effect, type ReadonlySignal, untracked } from '@preact/signals'
import type { KernelBuild } from '../../../src/kernels/index.ts'
import type { Config, Result } from '../../../src/training/index.ts'
import type { History } from './history.ts'
import type { Keeper, PageFacts } from './keeping.ts'

/** What is kept of a run of the page, and seen to change. */
interface Kept {
  readonly facts: ReadonlySignal<{ readonly config: Config; readonly kernels: KernelBuild } | undefined>
  readonly state: ReadonlySignal<string>
  readonly title: ReadonlySignal<string>
  readonly colour: ReadonlySignal<number>
  readonly hidden: ReadonlySignal<boolean>
  readonly turns: ReadonlySignal<PageFacts['turns']>
  readonly kept: ReadonlySignal<readonly number[]>
  readonly keptBefore: readonly number[]
  readonly history: History
  checkpoint(
    step: number | 'now',
  ): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly result: Result }>
}

/** Milliseconds of training that may be lost. */
const SAVE_EVERY_MS = 5000

/**
 * Keeps a run from now on, until what is returned is called.
 *
 * @param began when the run was begun, ms since 1970.
 * @param onProblem told once in a while, as where the disk is full.
 */
export function keep(run: Kept, keeper: Keeper, began: number, onProblem: (message: string) => void) {
  const report = (error: unknown) =>
    onProblem(`this browser could not keep the run: ${(error as Error).message}`)
  let saved: unknown
  const save = async () => {
    const { facts, history, state } = untracked(() => ({
      facts: run.facts.value,
      history: run.history,
      state: run.state.value,
    }))
    const now = JSON.stringify([facts?.config, history.latest?.update])
    // Of one that failed there is nothing newer than its last checkpoint.
    if (!facts || state === 'failed' || now === saved) return
    saved = now
    const { bytes, result } = await run.checkpoint('now')
    await keeper.save(facts.config, facts.kernels, history.until(result.steps), bytes)
  }
  const trySave = () => void save().catch(report)

  const onTimeline = new Set<number>(untracked(() => run.keptBefore))
  const stopTimeline = effect(() => {
    for (const step of run.kept.value) {
      if (onTimeline.has(step)) continue
      onTimeline.add(step)
      void run
        .checkpoint(step)
        .then(({ bytes }) => keeper.saveOnTimeline(step, bytes))
        .catch(report)
    }
  })
  const stopFacts = effect(() => {
    const [name, colour, hidden, turns] = [
      run.title.value,
      run.colour.value,
      run.hidden.value,
      run.turns.value,
    ]
    void keeper.saveFacts({ name, colour, hidden, turns, began }).catch(report)
  })
  const stopState = effect(() => {
    if (run.facts.value && run.state.value !== 'running' && run.state.value !== 'failed') trySave()
  })
  const timer = setInterval(trySave, SAVE_EVERY_MS)
  const onHidden = () => document.hidden && trySave()
  document.addEventListener('visibilitychange', onHidden)
  return () => {
    stopTimeline()
    stopFacts()
    stopState()
    clearInterval(timer)
    document.removeEventListener('visibilitychange', onHidden)
  }
}
