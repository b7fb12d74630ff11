/** An environment for tests that interrupt a run: CartPole that takes its time until it is told to hurry. */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const library = resolve('dist/index.js')

/** Writes `slow.mjs` into a folder; every so many steps take at least a millisecond until `hurry()`, whatever the machine. */
export function slowEnvironment(folder: string, every = 1): { readonly id: string; hurry(): void } {
  const sign = join(folder, 'hurry')
  writeFileSync(
    join(folder, 'slow.mjs'),
    `
    import { existsSync } from 'node:fs'
    import { make } from ${JSON.stringify(library)}
    const clock = new Int32Array(new SharedArrayBuffer(4))
    const slow = !existsSync(${JSON.stringify(sign)})
    export default () => {
      const env = make('CartPole-v1')
      const step = env.step.bind(env)
      let steps = 0
      return Object.assign(env, {
        step(action) {
          if (slow && ++steps % ${every} === 0) Atomics.wait(clock, 0, 0, 1)
          return step(action)
        },
      })
    }`,
  )
  return { id: './slow.mjs', hurry: () => writeFileSync(sign, '') }
}
