import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { Action, Environment, EnvironmentState, Step } from '../environment.ts'
import type { Space } from '../spaces.ts'

/**
 * An environment that passes everything on to another. A wrapper overrides what it changes; what it remembers itself
 * goes through `remember` and `recall`, so that snapshots hold it beside the inner environment's.
 */
export abstract class Wrapper implements Environment {
  readonly id: string
  readonly observationSpace: Space
  readonly actionSpace: Space
  readonly getState?: () => EnvironmentState
  readonly setState?: (state: { physics: number[] } & Record<string, unknown>) => void
  regret?: NonNullable<Environment['regret']>
  limitSteps?: (maxSteps: number) => void
  readonly actionMask?: () => Uint8Array | undefined
  readonly frameRate?: number
  readonly draw?: (canvas: Canvas, size: PictureSize) => void
  /** What everything is passed on to. */
  protected readonly inner: Environment

  constructor(inner: Environment, spaces: { observationSpace?: Space; actionSpace?: Space } = {}) {
    this.inner = inner
    this.id = inner.id
    this.observationSpace = spaces.observationSpace ?? inner.observationSpace
    this.actionSpace = spaces.actionSpace ?? inner.actionSpace
    const { getState, setState, regret, limitSteps, actionMask, frameRate, draw } = inner
    if (getState) this.getState = () => ({ ...inner.getState!(), ...this.remember() })
    if (setState)
      this.setState = (state) => {
        const before = this.remember()
        // What is not an object at all is the inner environment's to refuse.
        this.recall(state ?? {})
        try {
          inner.setState!(state)
        } catch (error) {
          this.recall(before)
          throw error
        }
      }
    if (regret) this.regret = (policy, gamma) => inner.regret!(policy, gamma)
    if (limitSteps) this.limitSteps = (maxSteps) => inner.limitSteps!(maxSteps)
    if (actionMask) this.actionMask = () => inner.actionMask!()
    if (frameRate !== undefined) this.frameRate = frameRate
    if (draw) this.draw = (canvas, size) => inner.draw!(canvas, size)
  }

  reset(seed?: number): Float32Array {
    return this.inner.reset(seed)
  }

  step(action: Action): Step {
    return this.inner.step(action)
  }

  close(): void {
    this.inner.close?.()
  }

  /** What the wrapper itself has to keep, as JSON, under names of its own. */
  protected remember(): Record<string, unknown> {
    return {}
  }

  /**
   * Goes on from `state`; whatever `remember` gave may be missing, and then stays as it is.
   *
   * @throws Error on anything else, changing nothing.
   */
  protected recall(_state: Record<string, unknown>): void {}
}
