/** Trains in slices, and between them does what it is told. */

import { requireAgreement } from '../../../src/runs/files/index.ts'
import { summarise } from '../../../src/runs/index.ts'
import { at, readValue, textAt } from '../../../src/settings/paths.ts'
import { changedOnTheWay } from '../../../src/training/changes.ts'
import {
  aimReached,
  type Checkpoint,
  type Config,
  configAfter,
  decodeCheckpoint,
  encodeCheckpoint,
  type Metrics,
  type Result,
  resolveConfig,
  restoreSession,
  Session,
  yieldToEventLoop,
} from '../../../src/training/index.ts'
import { numbersOf } from '../../play/policy-numbers.ts'
import type { Changes, Order, Report } from './messages.ts'
import { Sampler } from './samples.ts'

/** Milliseconds of training between two reports. */
const SLICE_MS = 100
/** Milliseconds between two copies of the policy. */
const COPY_EVERY_MS = 1000
/** Checkpoints kept over a run, to branch from. */
const MAX_KEPT = 10

interface Training {
  readonly session: Session
  readonly sampler: Sampler
  /** Steps when it was entered: from then on there is a rollout. */
  readonly began: number
  /** Of the last update, or of the checkpoint that it was taken up from. */
  latest: Metrics | Result | undefined
}

export class Trainer {
  readonly #report: (report: Report) => void
  readonly #orders: Order[] = []
  readonly #kept = new Map<number, Uint8Array<ArrayBuffer>>()
  #training: Training | undefined
  #running = false
  #isShown = false
  #copied = Number.NEGATIVE_INFINITY
  #wake = () => {}

  constructor(report: (report: Report) => void) {
    this.#report = report
  }

  order(order: Order): void {
    this.#orders.push(order)
    this.#wake()
  }

  /** Works for ever. */
  async work(): Promise<never> {
    for (;;) {
      const order = this.#orders.shift()
      if (order) await this.#handle(order)
      else if (this.#running && this.#training?.session.finished === false) await this.#train(this.#training)
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
    }
  }

  async #handle(order: Order): Promise<void> {
    try {
      switch (order.kind) {
        case 'begin':
          await this.#begin(order.settings)
          break
        case 'take up':
          for (const [step, bytes] of order.timeline ?? []) this.#kept.set(step, bytes)
          await this.#takeUp(order.checkpoint, order.changes, order.config)
          break
        case 'change':
          if (this.#training)
            await this.#takeUp((await this.#checkpoint(this.#training)).bytes, order.changes)
          break
        case 'show':
          this.#isShown = order.on
          this.#tellLatest()
          break
        case 'checkpoint':
          await this.#hand(order.step, order.request)
          break
        default:
          this.#running = order.kind === 'go'
          if (!this.#running) this.#tellLatest()
          this.#tellState()
      }
    } catch (error) {
      this.#report({ kind: 'refused', message: messageOf(error) })
    }
  }

  async #begin(settings: Config): Promise<void> {
    const config = resolveConfig(settings)
    const session = await Session.create(config, config.env)
    try {
      session.begin()
    } catch (error) {
      session.close()
      throw error
    }
    await this.#enterSession(session, undefined)
  }

  /** Goes on from a checkpoint, with changes; what was trained before is let go once the new session is there. */
  async #takeUp(bytes: Uint8Array, changes: Changes, stated?: Config): Promise<void> {
    const decoded = await decodeCheckpoint(bytes)
    if (stated) requireAgreement('this run', stated, decoded.state.config)
    const checkpoint = { ...decoded, state: settled(decoded.state) }
    const { config: before, result } = checkpoint.state
    // Environments in threads need Node; in one thread they do the same.
    const config = resolveConfig({
      ...turned(before, changes),
      ...renamed(before, result, changes),
      ...(isExtended(result, changes) && { stopWhen: {} }),
      envThreads: 1,
    })
    if (config.update.reference !== before.update.reference)
      throw new Error(
        `${before.update.name} and ${config.update.name} don't share a network: one has a critic of its own, the other reads values off its outputs. Begin a new run for ${config.update.name}.`,
      )
    const session = await Session.create(config, config.env)
    try {
      restoreSession(session, checkpoint)
      if (isExtended(result, changes)) session.aimReached = undefined
    } catch (error) {
      session.close()
      throw error
    }
    this.#training?.session.close()
    await this.#enterSession(session, result)
  }

  async #enterSession(session: Session, latest: Result | undefined): Promise<void> {
    const { config, kernels, policy, steps } = session
    const training = { session, sampler: new Sampler(session), began: steps, latest }
    this.#training = training
    this.#report({ kind: 'ready', config, kernels: kernels.build, policy: policy.spec, step: steps })
    this.#tell(training, [], [await this.#keep(training)])
    this.#tellLatest()
    this.#tellState()
  }

  #tellState(): void {
    if (!this.#training) return
    const { finished, aimReached } = this.#training.session
    const state = finished ? 'finished' : this.#running ? 'running' : 'paused'
    this.#report({ kind: 'state', state, ...(aimReached !== undefined && { reason: aimReached }) })
  }

  /** One slice. */
  async #train(training: Training): Promise<void> {
    const { session } = training
    const rows: Metrics[] = []
    const kept: number[] = []
    const end = performance.now() + SLICE_MS
    const share = session.config.totalSteps / MAX_KEPT
    try {
      do {
        const before = Math.floor(session.steps / share)
        const row = session.update()
        rows.push(row)
        training.latest = row
        session.aimReached = aimReached(session.config, row)
        if (Math.floor(session.steps / share) > before) kept.push(await this.#keep(training))
      } while (!session.finished && performance.now() < end)
      this.#tell(training, rows, kept)
    } catch (error) {
      this.#report({ kind: 'progress', rows, kept })
      this.#fail(error)
      return
    }
    if (session.finished) {
      this.#tellLatest()
      this.#tellState()
    }
    // Lets messages in, at once: timers of browsers wait for 4 ms.
    await yieldToEventLoop()
  }

  #fail(error: unknown): void {
    this.#training?.session.close()
    this.#training = undefined
    this.#report({ kind: 'failed', message: messageOf(error) })
  }

  #tell(training: Training, rows: readonly Metrics[], kept: readonly number[]): void {
    const { session, sampler, began } = training
    const copy = this.#isShown && performance.now() - this.#copied > COPY_EVERY_MS
    if (copy) this.#copied = performance.now()
    this.#report({
      kind: 'progress',
      rows,
      kept,
      ...(this.#isShown && session.steps > began && { samples: sampler.samples() }),
      ...(copy && { numbers: numbersOf(session.policy) }),
    })
  }

  /** Shows what there is, however lately it was shown. */
  #tellLatest(): void {
    this.#copied = Number.NEGATIVE_INFINITY
    if (this.#training) this.#tell(this.#training, [], [])
  }

  async #keep(training: Training): Promise<number> {
    const { steps } = training.session
    this.#kept.set(steps, (await this.#checkpoint(training)).bytes)
    return steps
  }

  async #checkpoint({
    session,
    latest,
  }: Training): Promise<{ bytes: Uint8Array<ArrayBuffer>; result: Result }> {
    const result = summarise(session, latest)
    return { bytes: await encodeCheckpoint(session, result), result }
  }

  async #hand(step: number | 'now', request: number): Promise<void> {
    const bytes =
      step === 'now' && this.#training
        ? (await this.#checkpoint(this.#training)).bytes
        : this.#kept.get(Number(step))?.slice()
    if (!bytes) throw new Error(`no checkpoint was kept at step ${step}`)
    const { state } = await decodeCheckpoint(bytes)
    this.#report({ kind: 'checkpoint', request, bytes, result: state.result })
  }
}

/**
 * What was changed on the way, taken into the settings and the name: of two changes of one setting the later one holds, and
 * those of the page are the latest.
 */
function settled({ changes = [], ...state }: Checkpoint['state']): Checkpoint['state'] {
  const config = configAfter(state.config, changes)
  const parts = changes
    .filter(({ path }) => !isAim(path))
    .map(({ path, value, step }) => `→${path}=${textAt(at(path, value), path)}@${step}`)
  const name = state.config.update.name + parts.join('')
  return { ...state, config: { ...config, update: { ...config.update, name } } }
}

/** Whether a setting only says when a run ends, so that a run with another is none of another kind. */
const isAim = (path: string) => path === 'totalSteps' || path.startsWith('stopWhen')

/**
 * The settings from now on.
 *
 * @throws Error that names a setting that can't change on the way, or what its value must be.
 */
function turned(before: Config, { update, totalSteps, settings = {} }: Changes): Config {
  const base = { ...before, ...(update && { update }), ...(totalSteps !== undefined && { totalSteps }) }
  return Object.entries(settings).reduce<Config>(
    (config, [path, text]) => changedOnTheWay(config, path, readValue(text)),
    base,
  )
}

/** Whether a run that has reached its aim is to go on beyond it. */
const isExtended = ({ status, reason }: Result, { totalSteps }: Changes) =>
  status === 'finished' && reason !== undefined && totalSteps !== undefined

/** A run that was changed must not pass for one that had the same all along. */
function renamed(before: Config, { steps }: Result, changes: Changes): Pick<Config, 'update'> | undefined {
  const { update, settings = {} } = changes
  const turns = [...(update ? [update.name] : []), ...Object.entries(settings).map((pair) => pair.join('='))]
  if (turns.length === 0 || steps === 0) return undefined
  return {
    update: {
      ...turned(before, changes).update,
      name: `${before.update.name}→${turns.join(', ')}@${steps}`,
    },
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
