/** The runs of the page. They outlive it: who looks at another page meanwhile finds them going on. */
import { batch, type Signal, signal } from '@preact/signals'
import type { KernelBuild } from '../../../src/kernels/index.ts'
import type { PolicySpec } from '../../../src/policies/index.ts'
import type { Config, Metrics, Result } from '../../../src/training/index.ts'
import type { PolicyNumbers } from '../../play/policy-numbers.ts'
import { pack, type RunFiles, runName } from './archive.ts'
import type { Changes, Order, Report, State } from './messages.ts'
import type { Samples } from './samples.ts'

/** Most runs side by side; each has a thread and a colour. */
export const MAX_RUNS = 4

export const runs = signal<readonly PageRun[]>([])
/** The run whose diagnostics, samples and play are shown. */
export const watched = signal<PageRun | undefined>(undefined)

/** What a run is made of once its trainer has it. */
export interface Facts {
  readonly config: Config
  readonly kernels: KernelBuild
  readonly policy: PolicySpec
}

/** Milliseconds between changes while the page is hidden. */
const UNSEEN_MS = 500

/** Another update or budget, from a step on. */
export interface Turn {
  readonly step: number
  readonly to: string
}

let made = 0

export class PageRun {
  /** Another one for every run. */
  readonly id = made++
  /** Its colour: a series of the palette. */
  readonly series: number
  readonly facts: Signal<Facts | undefined> = signal(undefined)
  readonly state: Signal<State | 'starting' | 'failed'> = signal('starting')
  readonly problem: Signal<string | undefined> = signal(undefined)
  /** All rows of its metrics, the same array for ever; `seen` counts those to be drawn. */
  readonly rows: Metrics[]
  readonly seen: Signal<number>
  /** Steps at which checkpoints are kept. */
  readonly kept: Signal<readonly number[]> = signal([])
  readonly turns: Signal<readonly Turn[]>
  readonly samples: Signal<Samples | undefined> = signal(undefined)
  readonly numbers: Signal<PolicyNumbers | undefined> = signal(undefined)
  readonly #worker: Worker
  readonly #requests: ((saved: { bytes: Uint8Array<ArrayBuffer>; result: Result }) => void)[] = []

  constructor(rows: readonly Metrics[], turns: readonly Turn[], first: Order) {
    const used = new Set(runs.value.map(({ series }) => series))
    this.series =
      Array.from({ length: MAX_RUNS }, (_, series) => series).find((series) => !used.has(series)) ?? 0
    this.rows = [...rows]
    this.seen = signal(rows.length)
    this.turns = signal(turns)
    this.#worker = new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module' })
    // All in one order, so that a state is never seen before the rows that led to it.
    this.#worker.onmessage = ({ data }: MessageEvent<Report>) => onFrame(() => this.#hear(data))
    this.#worker.onerror = ({ message }) =>
      onFrame(() => this.#fail(message || 'the worker could not be started'))
    this.tell(first)
    this.tell({ kind: 'go' })
  }

  get name(): string {
    return this.facts.value?.config.update.name ?? '…'
  }

  get latest(): Metrics | undefined {
    return this.rows[this.seen.value - 1]
  }

  tell(order: Order): void {
    this.#worker.postMessage(order)
  }

  change(changes: Changes): void {
    this.problem.value = undefined
    this.tell({ kind: 'change', changes })
  }

  /** The checkpoint kept at a step, or one of now. */
  checkpoint(step: number | 'now'): Promise<{ bytes: Uint8Array<ArrayBuffer>; result: Result }> {
    return new Promise((resolve) => {
      this.#requests.push(resolve)
      this.tell({ kind: 'checkpoint', step, request: this.#requests.length - 1 })
    })
  }

  close(): void {
    this.#worker.terminate()
  }

  #hear(report: Report): void {
    switch (report.kind) {
      case 'ready':
        this.#ready(report)
        break
      case 'state':
        this.state.value = report.state
        break
      case 'progress':
        this.#progress(report)
        break
      case 'checkpoint':
        this.#requests[report.request](report)
        break
      case 'refused':
        this.problem.value = report.message
        if (!this.facts.value) this.state.value = 'failed'
        break
      case 'failed':
        this.#fail(report.message)
    }
  }

  #ready({ config, kernels, policy, step }: Report & { kind: 'ready' }): void {
    const before = this.facts.value?.config
    if (before && before.update.name !== config.update.name)
      this.turns.value = [...this.turns.value, { step, to: config.update.name }]
    this.rows.length = this.rows.findLastIndex((row) => row.step <= step) + 1
    this.seen.value = this.rows.length
    this.facts.value = { config, kernels, policy }
    this.problem.value = undefined
  }

  #progress({ rows, kept, samples, numbers }: Report & { kind: 'progress' }): void {
    for (const row of rows) this.rows.push(row)
    this.seen.value = this.rows.length
    if (samples) this.samples.value = samples
    if (numbers) this.numbers.value = numbers
    if (kept.length > 0) this.kept.value = [...new Set([...this.kept.value, ...kept])]
  }

  #fail(message: string): void {
    this.state.value = 'failed'
    this.problem.value = message
  }
}

/** Changes that wait for the next frame, where all are made in one go. */
const waiting: (() => void)[] = []

function onFrame(change: () => void): void {
  if (waiting.push(change) > 1) return
  // A page that nobody sees has no frames.
  if (document.hidden) setTimeout(makeChanges, UNSEEN_MS)
  else requestAnimationFrame(makeChanges)
}

function makeChanges(): void {
  batch(() => {
    for (const change of waiting.splice(0)) change()
  })
}

// The frame that was asked for may not come while the page is hidden.
document.addEventListener('visibilitychange', makeChanges)

/** Begins a run of each of these settings, side by side. */
export function start(configs: readonly Config[]): void {
  add(configs.map((settings) => () => new PageRun([], [], { kind: 'begin', settings })))
}

/** Goes on with a run that was kept as files. */
export function takeUp({ checkpoint, rows }: RunFiles): void {
  add([() => new PageRun(rows, [], { kind: 'take up', checkpoint, changes: {} })])
}

/** A second run that goes on from a checkpoint of the first, with changes. */
export async function branch(run: PageRun, from: number | 'now', changes: Changes): Promise<void> {
  const { bytes, result } = await run.checkpoint(from)
  const rows = run.rows.filter(({ step }) => step <= result.steps)
  const turns = run.turns.value.filter(({ step }) => step <= result.steps)
  if (changes.update) turns.push({ step: result.steps, to: changes.update.name })
  add([() => new PageRun(rows, turns, { kind: 'take up', checkpoint: bytes, changes })])
}

/** Ends a run and forgets it. */
export function close(run: PageRun): void {
  run.close()
  runs.value = runs.value.filter((other) => other !== run)
  if (watched.value === run) watched.value = runs.value[0]
}

/** Hands the run to the visitor as a zip. */
export async function download(run: PageRun): Promise<void> {
  const facts = run.facts.value
  if (!facts) return
  const { bytes, result } = await run.checkpoint('now')
  const rows = run.rows.filter(({ step }) => step <= result.steps)
  const zip = pack({ ...facts, checkpoint: bytes, result, rows })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([zip], { type: 'application/zip' }))
  link.download = `${runName(facts.config)}.zip`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Made one by one, so that each finds a colour that is free. */
function add(makers: readonly (() => PageRun)[]): void {
  const [first] = makers.map((make) => {
    const made = make()
    runs.value = [...runs.value, made]
    return made
  })
  watched.value = first
}
