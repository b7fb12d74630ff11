/** The sweep of the page: its runs, a few at a time, each in a worker. It outlives the page Train. */
import { type Signal, signal } from '@preact/signals'
import type { Job, JobReport, Point } from './messages.ts'
import type { Plan } from './plan.ts'

export interface SweepRun {
  readonly points: Point[]
  state: 'waiting' | 'running' | 'done' | 'failed'
  /** Mean return of the last episodes at the end. */
  final: number | null
}

/** Workers at most, however many threads there are; one thread is the page's. */
const MAX_WORKERS = 8
/** Milliseconds between two looks at a sweep. */
const TELL_EVERY_MS = 250

export const sweep: Signal<Sweep | undefined> = signal(undefined)

export function beginSweep(plan: Plan): void {
  sweep.value?.stop()
  sweep.value = new Sweep(plan)
}

export class Sweep {
  readonly plan: Plan
  readonly #runs: readonly SweepRun[]
  /** Another number whenever something has changed. */
  readonly #told = signal(0)
  readonly problem = signal<string | undefined>(undefined)
  readonly workers: number
  readonly #waiting: Job[]
  readonly #pool = new Set<Worker>()
  #telling: ReturnType<typeof setTimeout> | undefined

  constructor(plan: Plan) {
    this.plan = plan
    const { cells, seeds } = plan
    this.#runs = cells.flatMap(({ configs }) =>
      configs.map((): SweepRun => ({ points: [], state: 'waiting', final: null })),
    )
    // Seed after seed, so that the whole map fills evenly.
    this.#waiting = Array.from({ length: seeds }, (_, seed) =>
      cells.map(({ configs }, cell): Job => ({ id: cell * seeds + seed, settings: configs[seed] })),
    ).flat()
    this.workers = Math.max(1, Math.min(navigator.hardwareConcurrency - 1, MAX_WORKERS, this.#runs.length))
    for (let i = 0; i < this.workers; i++) this.#employ()
  }

  /** Cells × seeds, seeds together; whoever reads them, or what they come to, is told of changes. */
  get runs(): readonly SweepRun[] {
    this.#told.value
    return this.#runs
  }

  get finished(): boolean {
    this.#told.value
    return this.#pool.size === 0
  }

  count(state: SweepRun['state']): number {
    return this.runs.filter((run) => run.state === state).length
  }

  runsOf(cell: number): readonly SweepRun[] {
    const { seeds } = this.plan
    return this.runs.slice(cell * seeds, (cell + 1) * seeds)
  }

  stop(): void {
    for (const worker of this.#pool) worker.terminate()
    this.#pool.clear()
    this.#waiting.length = 0
    for (const run of this.#runs) if (run.state === 'running') run.state = 'waiting'
    this.#tell()
  }

  #employ(): void {
    const worker = new Worker(new URL('./sweep.worker.ts', import.meta.url), { type: 'module' })
    this.#pool.add(worker)
    worker.onmessage = ({ data }: MessageEvent<JobReport>) => this.#hear(worker, data)
    worker.onerror = ({ message }) => {
      this.problem.value = message || 'a worker could not be started'
      this.stop()
    }
    this.#next(worker)
  }

  #next(worker: Worker): void {
    const job = this.#waiting.shift()
    if (job) {
      this.#runs[job.id].state = 'running'
      worker.postMessage(job)
    } else {
      worker.terminate()
      this.#pool.delete(worker)
    }
    this.#tell()
  }

  #hear(worker: Worker, report: JobReport): void {
    const run = this.#runs[report.id]
    switch (report.kind) {
      case 'points':
        run.points.push(...report.points)
        this.#tell()
        return
      case 'done':
        run.state = 'done'
        run.final = report.final
        break
      case 'failed':
        run.state = 'failed'
        this.problem.value = report.message
    }
    this.#next(worker)
  }

  #tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined
      this.#told.value++
    }, TELL_EVERY_MS)
  }
}
