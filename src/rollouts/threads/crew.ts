import { once } from 'node:events'
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Reply, Restoring } from './share.ts'
import {
  COMMAND,
  type Command,
  changed,
  command,
  type Dimensions,
  PENDING,
  type SharedArrays,
  TURN,
} from './shared-arrays.ts'
import type { ThreadData } from './thread.ts'

/** The environments `first` to `first + count − 1`. */
export interface Range {
  readonly first: number
  readonly count: number
}

/** Other threads, each with its share of the environments. This thread starts their turns and waits for their ends. */
export class Crew {
  readonly #control: Int32Array
  readonly #ports: MessagePort[] = []

  constructor({ control }: SharedArrays) {
    this.#control = control
  }

  /** @throws what a thread threw while it made its environments; close the crew then too. */
  async hire(id: string, ranges: readonly Range[], dimensions: Dimensions): Promise<void> {
    const memory = this.#control.buffer as SharedArrayBuffer
    const started = await Promise.allSettled(
      ranges.map((range) => startThread({ id, ...range, dimensions, memory })),
    )
    for (const thread of started) if (thread.status === 'fulfilled') this.#ports.push(thread.value)
    for (const thread of started) if (thread.status === 'rejected') throw thread.reason
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

  /** Waits until every thread has done its turn: what each has to say. */
  end(): Reply[] {
    const control = this.#control
    let pending = Atomics.load(control, PENDING)
    while (pending > 0) pending = changed(control, PENDING, pending)
    return this.#ports.map(
      (port) => (receiveMessageOnPort(port)?.message as Reply | undefined) ?? { value: undefined },
    )
  }

  close(): void {
    this.begin(command.close)
    this.end()
    for (const port of this.#ports) port.close()
  }
}

/** A thread that is ready, by its port. It doesn't keep the process alive. */
async function startThread(data: Omit<ThreadData, 'port'>): Promise<MessagePort> {
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(new URL('./thread.js', import.meta.url), {
    workerData: { ...data, port: port2 } satisfies ThreadData,
    transferList: [port2],
    // Those of the process may be about its own main module.
    execArgv: [],
  })
  await once(worker, 'message')
  worker.unref()
  return port1
}
