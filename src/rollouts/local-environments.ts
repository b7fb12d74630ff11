import { allowedActions, naming } from '../envs/check.ts'
import { checkSpace } from '../envs/check-space.ts'
import {
  type Action,
  checkObservation,
  checkStep,
  type Environment,
  type Space,
  type Step,
  sizeOf,
  TabularEnvironment,
  type TabularMdp,
} from '../envs/index.ts'
import type { VectorEnvironment, VectorState } from './vector-environment.ts'

/** Environments of this thread, stepped one after the other. */
export class LocalEnvironments implements VectorEnvironment {
  readonly id: string
  readonly numEnvs: number
  readonly observationSpace: Space
  readonly actionSpace: Space
  readonly observations: Float32Array
  readonly rewards: Float64Array
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  readonly finalObservations: Float32Array
  masks: Uint8Array | undefined
  finalMasks: Uint8Array | undefined
  readonly regret?: NonNullable<VectorEnvironment['regret']>
  readonly mdp?: TabularMdp
  readonly #all: readonly Environment[]
  readonly #size: number

  /**
   * @param all environments of one kind, at least one.
   * @throws Error for one without an id, or with a space that is none.
   */
  constructor(all: readonly Environment[]) {
    const [first] = all
    if (typeof first.id !== 'string' || first.id === '')
      throw new Error(
        `an environment's id is ${String(first.id)}; it must be text, by which files and errors name it`,
      )
    checkSpace(`environment ${first.id}: observationSpace`, first.observationSpace)
    checkSpace(`environment ${first.id}: actionSpace`, first.actionSpace)
    this.id = first.id
    this.numEnvs = all.length
    this.observationSpace = first.observationSpace
    this.actionSpace = first.actionSpace
    this.#all = all
    this.#size = sizeOf(first.observationSpace)
    this.observations = new Float32Array(all.length * this.#size)
    this.finalObservations = new Float32Array(all.length * this.#size)
    this.rewards = new Float64Array(all.length)
    this.terminated = new Uint8Array(all.length)
    this.truncated = new Uint8Array(all.length)
    if (first.regret) this.regret = (policy, gamma) => first.regret!(policy, gamma)
    if (first instanceof TabularEnvironment) this.mdp = first.mdp
  }

  reset(seeds: readonly number[]): void {
    for (const [e, seed] of seeds.entries()) this.#reset(e, seed)
  }

  step(actions: Float32Array): void {
    for (let e = 0; e < this.numEnvs; e++) this.#step(e, this.#actionOf(e, actions))
  }

  #actionOf(e: number, actions: Float32Array): Action {
    if (this.actionSpace.kind === 'discrete') return actions[e]
    const size = actions.length / this.numEnvs
    return actions.slice(e * size, (e + 1) * size)
  }

  #step(e: number, action: Action): void {
    const env = this.#all[e]
    const step = naming(env, 'step', () => env.step(action))
    checkStep(env, step)
    this.rewards[e] = step.reward
    this.terminated[e] = step.terminated ? 1 : 0
    this.truncated[e] = step.truncated ? 1 : 0
    if (step.terminated || step.truncated) {
      this.finalObservations.set(step.observation, e * this.#size)
      if (!step.terminated) this.#noteMask('finalMasks', e, step)
      this.#reset(e)
    } else {
      this.observations.set(step.observation, e * this.#size)
      this.#noteMask('masks', e, step)
    }
  }

  #reset(e: number, seed?: number): void {
    const env = this.#all[e]
    const observation = naming(env, 'reset', () => env.reset(seed))
    checkObservation(env, observation)
    this.observations.set(observation, e * this.#size)
    this.#noteMask('masks', e)
  }

  /** Notes which actions environment `e` allows now: all of them without a mask. */
  #noteMask(where: 'masks' | 'finalMasks', e: number, step?: Step): void {
    const mask = allowedActions(this.#all[e], step)
    if (this.actionSpace.kind !== 'discrete' || (!mask && !this.masks)) return
    const { n } = this.actionSpace
    this.masks ??= new Uint8Array(this.numEnvs * n).fill(1)
    this.finalMasks ??= new Uint8Array(this.numEnvs * n).fill(1)
    if (mask) this[where]!.set(mask, e * n)
    else this[where]!.fill(1, e * n, (e + 1) * n)
  }

  getState(): VectorState {
    return {
      environments: this.#all.map((env) => naming(env, 'getState', () => env.getState?.() ?? null)),
      observations: Array.from(this.observations),
      masks: this.masks ? Array.from(this.masks) : null,
    }
  }

  setState(state: VectorState, seeds: readonly number[]): number[] {
    this.observations.set(state.observations)
    this.masks = state.masks ? Uint8Array.from(state.masks) : undefined
    const restarted: number[] = []
    state.environments.forEach((snapshot, e) => {
      const env = this.#all[e]
      if (snapshot && env.setState) naming(env, 'setState', () => env.setState?.(snapshot))
      else {
        this.#reset(e, seeds[e])
        restarted.push(e)
      }
    })
    return restarted
  }

  close(): void {
    for (const env of this.#all) naming(env, 'close', () => env.close?.())
  }
}
