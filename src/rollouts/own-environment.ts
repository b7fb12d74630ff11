/** Environments of a user's own code: a class, or a function that makes one. */
import { isPromise, promised } from '../envs/check.ts'
import type { Environment } from '../envs/index.ts'

/** A function that makes an environment, or a class that takes no arguments. */
export type EnvironmentMaker = (() => Environment) | (new () => Environment)

/**
 * A new environment.
 *
 * @param name what errors call the class or the function.
 * @throws Error of one line where it throws, and where it makes no environment.
 */
export function madeBy(maker: EnvironmentMaker, name: string): Environment {
  let made: unknown
  try {
    made = isClass(maker) ? new maker() : maker()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`${name} threw: ${message}`, { cause: error })
  }
  if (isPromise(made)) throw promised(made, name)
  if (typeof made === 'object' && made !== null) return made as Environment
  throw new Error(`${name} gave ${made}; return an environment`)
}

/** @throws Error that says what to give in place of what neither names an environment nor makes one. */
export function requireSource(env: unknown): void {
  if (typeof env === 'string' || typeof env === 'function') return
  const isMade = typeof env === 'object' && env !== null && 'step' in env
  if (!isMade)
    throw new Error(
      `env is ${isPromise(env) ? 'a promise' : String(env)}; it must be an environment's id, its class, or a function that makes one`,
    )
  const name = env.constructor?.name
  const fix = name && name !== 'Object' ? `its class, env: ${name}, or ` : ''
  throw new Error(
    `env is an environment that was made already, but a run makes as many as it needs: give ${fix}a function that makes a new one, env: () => new ${fix ? name : 'MyEnv'}()`,
  )
}

const isClass = (maker: EnvironmentMaker): maker is new () => Environment =>
  /^class\b/.test(Function.prototype.toString.call(maker))
