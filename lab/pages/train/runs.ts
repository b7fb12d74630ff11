/** The runs of the page. They outlive it: who looks at another page meanwhile finds them going on. */
import { batch, computed, type Signal, signal } from '@preact/signals'
import type { KernelBuild } from '../../../src/kernels/index.ts'
import type { PolicySpec } from '../../../src/policies/index.ts'
import { SERIES } from '../../../src/studies/report/theme.ts'
import type { Config, Metrics, Result } from '../../../src/training/index.ts'
import type { PolicyNumbers } from '../../play/policy-numbers.ts'
import type { Look } from '../../ui/look.tsx'
import { pack, type RunFiles, runName } from './archive.ts'
import { History } from './history.ts'
import { keep } from './keep-runs.ts'
import { Keeper, keptRuns } from './keeping.ts'
import type { Changes, Order, Report, State } from './messages.ts'
import { isSame, namesOf } from './names.ts'
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

/** Milliseconds between changes: drawing them may cost a frame, and few frames of sixty a second are to go to it. */
const CHANGE_EVERY_MS = 200
/** The same while the page is hidden. */
const UNSEEN_MS = 500

/** Another update or budget, from a step on. */
export interface Turn {
  readonly step: number
  readonly to: string
}

let made = 0

/** Of all runs whose settings are known. */
const ownNames = computed(() => {
  const known = runs.value.flatMap((run) => {
    const config = run.facts.value?.config
    return config ? [{ run, config }] : []
  })
  const names = namesOf(known.map(({ config }) => config))
  return new Map(known.map(({ run }, i) => [run, names[i]]))
})

/** Settings of a run and of those in its environment. */
export function configsBeside(run: PageRun): readonly Config[] {
  const env = run.facts.value?.config.env
  return runs.value.flatMap(({ facts: { value } }) =>
    value && value.config.env === env ? [value.config] : [],
  )
}

/** The earlier run that this one is once more. */
export function twinOf(run: PageRun): PageRun | undefined {
  const config = run.facts.value?.config
  const before = runs.value.slice(0, runs.value.indexOf(run))
  return config && before.find(({ facts: { value } }) => value && isSame(value.config, config))
}

function freeColour(): number {
  const used = new Set(runs.value.map(({ colour }) => colour.value))
  return Array.from({ length: SERIES }, (_, series) => series).find((series) => !used.has(series)) ?? 0
}

/** What a run begins with. */
interface Beginning {
  readonly order: Order
  readonly rows?: readonly Metrics[]
  readonly turns?: readonly Turn[]
  readonly look?: Look
  /** Whether it trains at once. */
  readonly goes?: boolean
}

interface Saved {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly result: Result
}

interface Scrubbed {
  readonly step: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

export class PageRun {
  /** Another one for every run. */
  readonly id = made++
  /** A series of the palette. */
  readonly colour: Signal<number>
  /** What the visitor calls it; '' for its own name. */
  readonly title: Signal<string>
  /** Whether its curves are left out. */
  readonly hidden: Signal<boolean>
  readonly facts: Signal<Facts | undefined> = signal(undefined)
  readonly state: Signal<State | 'starting' | 'failed'> = signal('starting')
  readonly problem: Signal<string | undefined> = signal(undefined)
  /** The aim that ended it before its last step. */
  readonly aim: Signal<string | undefined> = signal(undefined)
  readonly #history: History
  /** Another number whenever the history has changed. */
  readonly #told: Signal<number> = signal(0)
  /** Steps at which checkpoints are kept. */
  readonly kept: Signal<readonly number[]>
  readonly turns: Signal<readonly Turn[]>
  readonly samples: Signal<Samples | undefined> = signal(undefined)
  readonly numbers: Signal<PolicyNumbers | undefined> = signal(undefined)
  /** The checkpoint of the timeline that is looked at; undefined for now. */
  readonly scrubbed: Signal<Scrubbed | undefined> = signal(undefined)
  /** Steps of checkpoints that were kept before the page was. */
  readonly keptBefore: readonly number[]
  /** Called when the run is closed. */
  onClose = () => {}
  readonly #worker: Worker
  readonly #requests: ((saved: Saved) => void)[] = []

  constructor({ order, rows = [], turns = [], look, goes = true }: Beginning) {
    this.colour = signal(look?.colour ?? freeColour())
    this.title = signal(look?.name ?? '')
    this.hidden = signal(look?.hidden ?? false)
    this.#history = new History(rows)
    this.turns = signal(turns)
    this.keptBefore = order.kind === 'take up' ? [...(order.timeline?.keys() ?? [])] : []
    this.kept = signal(this.keptBefore)
    this.#worker = new Worker(new URL('./trainer.worker.ts', import.meta.url), { type: 'module' })
    // All in one order, so that a state is never seen before the rows that led to it.
    this.#worker.onmessage = ({ data }: MessageEvent<Report>) => onFrame(() => this.#hear(data))
    this.#worker.onerror = ({ message }) =>
      onFrame(() => this.#fail(message || 'the worker could not be started'))
    this.tell(order)
    if (goes) this.tell({ kind: 'go' })
  }

  get name(): string {
    return this.title.value || this.ownName
  }

  /** By its update and what tells it from the runs beside it. */
  get ownName(): string {
    return ownNames.value.get(this) ?? '…'
  }

  /** All its rows and what they come to; whoever reads it is told of changes. */
  get history(): History {
    this.#told.value
    return this.#history
  }

  get latest(): Metrics | undefined {
    return this.history.latest
  }

  tell(order: Order): void {
    this.#worker.postMessage(order)
  }

  change(changes: Changes): void {
    this.problem.value = undefined
    this.tell({ kind: 'change', changes })
  }

  /** The checkpoint kept at a step, or one of now. */
  checkpoint(step: number | 'now'): Promise<Saved> {
    return new Promise((resolve) => {
      this.#requests.push(resolve)
      this.tell({ kind: 'checkpoint', step, request: this.#requests.length - 1 })
    })
  }

  /** Looks at the checkpoint kept at a step, or at what is now. */
  async scrub(step: number | undefined): Promise<void> {
    this.scrubbed.value =
      step === undefined ? undefined : { step, bytes: (await this.checkpoint(step)).bytes }
  }

  close(): void {
    this.#worker.terminate()
    this.onClose()
  }

  #hear(report: Report): void {
    switch (report.kind) {
      case 'ready':
        this.#ready(report)
        break
      case 'state':
        this.state.value = report.state
        this.aim.value = report.reason
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
    this.#history.cut(step)
    this.#told.value++
    this.facts.value = { config, kernels, policy }
    this.problem.value = undefined
  }

  #progress({ rows, kept, samples, numbers }: Report & { kind: 'progress' }): void {
    for (const row of rows) this.#history.add(row)
    this.#told.value++
    if (samples) this.samples.value = samples
    if (numbers) this.numbers.value = numbers
    if (kept.length > 0) this.kept.value = [...new Set([...this.kept.value, ...kept])]
  }

  #fail(message: string): void {
    this.state.value = 'failed'
    this.problem.value = message
  }
}

/** Changes that wait for a frame, where all are made in one go. */
const waiting: (() => void)[] = []
let changed = Number.NEGATIVE_INFINITY

function onFrame(change: () => void): void {
  if (waiting.push(change) > 1) return
  // A page that nobody sees has no frames.
  if (document.hidden) setTimeout(makeChanges, UNSEEN_MS)
  else
    setTimeout(
      () => requestAnimationFrame(makeChanges),
      Math.max(0, changed + CHANGE_EVERY_MS - performance.now()),
    )
}

function makeChanges(): void {
  changed = performance.now()
  batch(() => {
    for (const change of waiting.splice(0)) change()
  })
}

// The frame that was asked for may not come while the page is hidden.
document.addEventListener('visibilitychange', makeChanges)

/** Begins a run of each of these settings, side by side. */
export function start(configs: readonly Config[]): void {
  add(configs.map((settings) => ({ order: { kind: 'begin', settings } })))
}

/** Goes on with a run that was kept as files. */
export function takeUp({ checkpoint, config, rows }: Omit<RunFiles, 'config'> & Partial<RunFiles>): void {
  add([{ rows, order: { kind: 'take up', checkpoint, changes: {}, ...(config && { config }) } }])
}

/** A second run that goes on from a checkpoint of the first, with changes. */
export async function branch(run: PageRun, from: number | 'now', changes: Changes): Promise<void> {
  const { bytes, result } = await run.checkpoint(from)
  const turns = run.turns.value.filter(({ step }) => step <= result.steps)
  const turn = turnText(changes)
  if (turn) turns.push({ step: result.steps, to: turn })
  const order: Order = { kind: 'take up', checkpoint: bytes, changes }
  add([{ rows: run.history.until(result.steps), turns, order }])
}

const turnText = ({ update, settings = {} }: Changes) =>
  [...(update ? [update.name] : []), ...Object.entries(settings).map((pair) => pair.join('='))].join(', ')

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
  const rows = run.history.until(result.steps)
  const zip = pack({ ...facts, checkpoint: bytes, result, rows })
  hand(zip, 'application/zip', `${runName(facts.config)}.zip`)
}

/** Gives the visitor a file. */
export function hand(bytes: Uint8Array<ArrayBuffer>, type: string, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Made one by one, so that each finds a colour that is free. */
function add(beginnings: readonly Beginning[]): void {
  const made = beginnings.map((beginning) => {
    const run = new PageRun(beginning)
    runs.value = [...runs.value, run]
    return run
  })
  watched.value = made[0]
  for (const run of made) void Keeper.begin().then((keeper) => keeper && keepWith(run, keeper, Date.now()))
}

function keepWith(run: PageRun, keeper: Keeper, began: number): void {
  const stop = keep(run, keeper, began, (message) => {
    run.problem.value = message
  })
  run.onClose = () => {
    stop()
    void keeper.forget()
  }
}

/** Brings back what was there when the page was left; nothing of it trains before it is told to. */
async function restore(): Promise<void> {
  for (const { kept, keeper } of await keptRuns(MAX_RUNS)) {
    const { rows, checkpoint, config, timeline, facts } = kept
    const order: Order = { kind: 'take up', checkpoint, changes: {}, config, timeline }
    const run = new PageRun({ order, rows, turns: facts.turns, look: facts, goes: false })
    runs.value = [...runs.value, run]
    watched.value ??= run
    keepWith(run, keeper, facts.began)
  }
}

/** Done once the runs that were kept are there, or can't be read. */
export const restored: Promise<void> = restore().catch(() => {})

// Leaving while something trains asks first: what came after the last save would be lost.
addEventListener('beforeunload', (event) => {
  if (runs.value.some(({ state }) => state.value === 'running')) event.preventDefault()
})
