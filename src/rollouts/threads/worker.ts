/** A thread that steps its share of the environments. It has no event loop: between two turns it sleeps, blocked. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { createInThisThread } from '../one-thread.ts'
import { type Reply, type Restoring, Share } from './share.ts'
import {
  COMMAND,
  type Command,
  command,
  type Dimensions,
  PENDING,
  sharedArrays,
  TURN,
  waitForChange,
} from './shared-arrays.ts'

/** What a thread is started with. */
export interface WorkerData {
  readonly id: string
  /** Number of its first environment. */
  readonly first: number
  /** Its environments. */
  readonly count: number
  /** Of the environments of all threads. */
  readonly dimensions: Dimensions
  readonly memory: SharedArrayBuffer
  /** Where a `Restoring` lies before the command to restore, and where replies that say something go. */
  readonly port: MessagePort
}

async function serve({ id, first, count, dimensions, memory, port }: WorkerData, ready: () => void) {
  const shared = sharedArrays(dimensions, memory)
  const share = new Share(await createInThisThread(id, count), first, shared)
  const { control } = shared
  ready()
  let what: number
  let turn = 0
  do {
    turn = waitForChange(control, TURN, turn)
    what = Atomics.load(control, COMMAND)
    const given = what === command.setState ? receiveMessageOnPort(port)?.message : undefined
    const reply = share.handle(what as Command, given as Restoring | undefined)
    if ('error' in reply || reply.value !== undefined) send(reply, port)
    if (Atomics.sub(control, PENDING, 1) === 1) Atomics.notify(control, PENDING)
  } while (what !== command.close)
}

/** An error may carry what can't be sent. */
function send(reply: Reply, port: MessagePort): void {
  try {
    port.postMessage(reply)
  } catch (unsendable) {
    if (!('error' in reply)) throw unsendable
    port.postMessage({ error: new Error(reply.error.message) })
  }
}

await serve(workerData as WorkerData, () => parentPort!.postMessage('ready'))
