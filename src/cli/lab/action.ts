import { serveLab } from '../../lab-server/server.ts'
import { printable } from '../../printable.ts'
import { listenForInterrupt } from '../interrupt.ts'

/** Serves until it is interrupted, which is how it is meant to end. */
export async function labAction({
  port,
  dir,
}: {
  readonly port: number
  readonly dir: string
}): Promise<void> {
  // Before it says that it is there: whoever hears that may end it.
  const interruption = listenForInterrupt(() => {})
  const server = await serveLab({ port, runs: dir })
  console.log(`formscale lab: ${server.url}, with the runs in ${printable(dir)}\nCtrl-C stops it.`)
  if (!interruption.signal.aborted)
    await new Promise((resolve) => interruption.signal.addEventListener('abort', resolve))
  interruption.release()
  await server.close()
}
