import { once } from 'node:events'
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Reply, Restoring } from './share.ts'
import {
  COMMAND,
  type Command,
  command,
  type Dimensions,
  LOST,
  PENDING,
  type SharedArrays,
  TURN,
  waitForChange,
} from './shared-arrays.ts'
import type { Loss, StartReport, SupervisorData } from './supervisor.ts'

/** The environments `first` to `first + count − 1`. */
export interface Range {
  readonly first: number
  readonly count: number
}

/** Other threads, each with its share of the environments. This thread starts their turns and waits for their ends. */
export class ThreadPool {
  readonly #id: string
  readonly #control: Int32Array
  #ports: readonly MessagePort[] = []
  #supervisor: MessagePort | undefined
  #loss: Loss | undefined

  constructor(id: string, { control }: SharedArrays) {
    this.#id = id
    this.#control = control
  }

  /** @throws what a thread threw while it made its environments; close the pool then too. */
  async start(ranges: readonly Range[], dimensions: Dimensions): Promise<void> {
    if (ranges.length === 0) return
    const memory = this.#control.buffer as SharedArrayBuffer
    const channels = ranges.map(() => new MessageChannel())
    const losses = new MessageChannel()
    const threads = ranges.map((range, i) => ({
      ...range,
      id: this.#id,
      dimensions,
      memory,
      port: channels[i].port2,
    }))
    const supervisor = new Worker(new URL('./supervisor.js', import.meta.url), {
      workerData: { threads, port: losses.port2 } satisfies SupervisorData,
      transferList: [losses.port2, ...channels.map(({ port2 }) => port2)],
      // Those of the process may be about its own main module.
      execArgv: [],
    })
    const [{ ready, failure }] = (await once(supervisor, 'message')) as [StartReport]
    // It doesn't keep the process alive.
    supervisor.unref()
    this.#supervisor = losses.port1
    this.#ports = ready.map((i) => channels[i].port1)
    if (failure !== undefined) throw new Error(failure)
  }

  /** Starts a turn. @param restoring what each thread restores. */
  begin(what: Command, restoring: readonly Restoring[] = []): void {
    const control = this.#control
    for (const [i, given] of restoring.entries()) this.#ports[i].postMessage(given)
    Atomics.store(control, COMMAND, what)
    Atomics.store(control, PENDING, this.#ports.length)
    Atomics.add(control, TURN, 1)
    Atomics.notify(control, TURN)
  }

  /**
   * Waits until every thread has done its turn: what each has to say.
   *
   * @throws Error that says how a thread was lost.
   */
  end(): Reply[] {
    const control = this.#control
    let pending = Atomics.load(control, PENDING)
    while (pending > 0 && !this.#lost) pending = waitForChange(control, PENDING, pending)
    if (this.#lost) throw this.#lossError()
    return this.#ports.map(
      (port) => (receiveMessageOnPort(port)?.message as Reply | undefined) ?? { value: undefined },
    )
  }

  get #lost(): boolean {
    return Atomics.load(this.#control, LOST) === 1
  }

  #lossError(): Error {
    this.#loss ??= receiveMessageOnPort(this.#supervisor!)!.message as Loss
    const { first, count, message } = this.#loss
    const which = count === 1 ? `environment ${first}` : `environments ${first} to ${first + count - 1}`
    return new Error(`environment ${this.#id}: the thread that steps ${which} ended: ${message}`)
  }

  close(): void {
    this.begin(command.close)
    // Nobody waits for a thread that is gone.
    if (!this.#lost) this.end()
    for (const port of this.#ports) port.close()
    this.#supervisor?.close()
  }
}
