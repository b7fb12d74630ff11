/** Threads that do runs. Each is used again for the next run: starting one takes longer than a short run. */
import { Worker } from 'node:worker_threads'
import type { Metrics } from '../../training/metrics.ts'
import type { Job, Outcome } from '../job.ts'
import type { Order, Report } from './worker.ts'

export interface RunHooks {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((metrics: Metrics) => void) | undefined
}

export class Threads {
  readonly #idle: Thread[] = []

  /** Does one run in a thread of its own. Never rejects: a thread that breaks down is a run that failed. */
  async run(job: Job, hooks: RunHooks = {}): Promise<Outcome> {
    const thread = this.#idle.pop() ?? new Thread()
    const outcome = await thread.run(job, hooks)
    if (thread.alive) this.#idle.push(thread)
    return outcome
  }

  /** Ends the threads, none of which may be at work. */
  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((thread) => thread.close()))
  }
}

class Thread {
  alive = true
  readonly #worker: Worker
  #onProgress: RunHooks['onProgress']
  #resolve: ((outcome: Outcome) => void) | undefined

  constructor() {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), {
      // Those of the process may be about its own main module. V8's flags, and with them the kernel build, hold for all threads.
      execArgv: [],
    })
    this.#worker.on('message', (report: Report) => {
      if (report.kind === 'progress') this.#onProgress?.(report.metrics)
      else this.#resolve?.(report.outcome)
    })
    this.#worker.on('error', ({ message, stack }) => this.#die(message, stack))
    this.#worker.on('exit', (code) =>
      this.#die(`its environment, or other code in it, called process.exit(${code})`),
    )
  }

  async run(job: Job, { signal, onProgress }: RunHooks): Promise<Outcome> {
    const tell = (order: Order) => this.#worker.postMessage(order)
    const stop = () => tell({ kind: 'stop' })
    this.#onProgress = onProgress
    const outcome = new Promise<Outcome>((resolve) => {
      this.#resolve = resolve
    })
    tell({ kind: 'run', job })
    signal?.addEventListener('abort', stop)
    if (signal?.aborted) stop()
    if (!this.alive) this.#die('its thread had ended')
    return outcome.finally(() => signal?.removeEventListener('abort', stop))
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #die(message: string, stack = ''): void {
    this.alive = false
    this.#resolve?.({ status: 'failed', message, stack })
  }
}
