import { serveLab } from '../lab-server/server.ts'
import { listenForInterrupt } from './interrupt.ts'

/** Serves until it is interrupted, which is how it is meant to end. */
export async function labAction({ port }: { readonly port: number }): Promise<void> {
  const server = await serveLab({ port })
  console.log(`formscale lab: ${server.url}\nCtrl-C stops it.`)
  const interruption = listenForInterrupt(() => {})
  await new Promise((resolve) => interruption.signal.addEventListener('abort', resolve))
  interruption.release()
  await server.close()
}
