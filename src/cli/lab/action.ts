import { serveLab } from '../../lab-server/server.ts'
import { listenForInterrupt } from '../interrupt.ts'

/** Serves until it is interrupted, which is how it is meant to end. */
export async function labAction({
  port,
  dir,
}: {
  readonly port: number
  readonly dir: string
}): Promise<void> {
  const server = await serveLab({ port, runs: dir })
  console.log(`formscale lab: ${server.url}, with the runs in ${dir}\nCtrl-C stops it.`)
  const interruption = listenForInterrupt(() => {})
  await new Promise((resolve) => interruption.signal.addEventListener('abort', resolve))
  interruption.release()
  await server.close()
}
