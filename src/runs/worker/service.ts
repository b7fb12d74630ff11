import type { RunHooks, Steering, StopCondition } from '../hooks.ts'
import { train } from '../train.ts'
import type { AskedHook, Order, Report } from './messages.ts'

type Answer = Extract<Order, { kind: 'answer' }>

/** Trains as a page orders: one run at a time. */
export class Service {
  readonly #tell: (report: Report, transfer?: Transferable[]) => void
  #controller = new AbortController()
  #hear: (answer: Answer) => void = () => {}

  constructor(tell: (report: Report, transfer?: Transferable[]) => void) {
    this.#tell = tell
  }

  take(order: Order): void {
    if (order.kind === 'stop') this.#controller.abort()
    else if (order.kind === 'answer') this.#hear(order)
    else void this.#train(order)
  }

  async #train({ settings, hooks }: Extract<Order, { kind: 'train' }>): Promise<void> {
    this.#controller = new AbortController()
    try {
      const run = await train({
        ...settings,
        ...this.#hooks(hooks),
        signal: this.#controller.signal,
        onProgress: (metrics) => this.#tell({ kind: 'progress', metrics }),
      })
      const bytes = run.toBytes()
      this.#tell({ kind: 'done', bytes, threads: run.threads }, [bytes.buffer])
    } catch (error) {
      this.#tell({ kind: 'failed', message: (error as Error).message })
    }
  }

  /** Each asks the page, and waits for what it says. */
  #hooks(names: readonly AskedHook[]): RunHooks & { readonly stopWhen?: StopCondition } {
    return Object.fromEntries(
      names.map((hook) => [hook, (value: unknown, run: Steering | undefined) => this.#ask(hook, value, run)]),
    )
  }

  async #ask(hook: AskedHook, value: unknown, run: Steering | undefined): Promise<unknown> {
    const heard = new Promise<Answer>((resolve) => {
      this.#hear = resolve
    })
    this.#tell({ kind: 'call', hook, value })
    const { acts, answer, error } = await heard
    for (const act of acts) {
      if (act.kind === 'set') run?.set(act.path, act.value)
      else run?.stop(act.reason)
    }
    if (error !== undefined) throw new Error(error)
    return answer
  }
}
