import type { Kernels, Tensor } from '../kernels/index.ts'
import { diverged, type Policy } from '../policies/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { Behaviour } from './behaviour.ts'
import { AdvantageEstimator } from './estimate.ts'
import type { FinalObservation, Rollout } from './rollout.ts'
import type { BehaviourNumbers, Episode, Source, SourceNumbers, SourceState } from './source.ts'
import type { VectorEnvironment } from './vector-environment.ts'

/** Steps environments with the behaviour policy: fresh steps for every update. */
export class Collector implements Source {
  /** What it fills; another may be laid in its place between two rollouts. */
  rollout: Rollout
  readonly #policy: Policy
  readonly #environments: VectorEnvironment
  readonly #behaviour: Behaviour
  readonly #random: Pcg64
  readonly #estimator: AdvantageEstimator
  /** Normalised observations [E × size] that follow the rollout's last step. */
  readonly #next: Tensor
  /** Actions [E × size], in bounds. */
  readonly #actions: Float32Array
  /** Return and length of each episode so far, in raw reward units. */
  readonly #returns: Float64Array
  readonly #lengths: Float64Array
  /** Discounted return of each environment so far, for reward normalisation. */
  readonly #discountedReturns: Float64Array
  /** Whether values come with the actions, or from a pass over the whole rollout. */
  readonly #valuesWithActions: boolean

  /** @param critic whose values advantages are made of: the policy, or a target network. */
  constructor(
    kernels: Kernels,
    policy: Policy,
    critic: Policy,
    environments: VectorEnvironment,
    behaviour: Behaviour,
    rollout: Rollout,
    random: Pcg64,
  ) {
    const { numEnvs } = environments
    this.rollout = rollout
    this.#policy = policy
    this.#environments = environments
    this.#behaviour = behaviour
    this.#random = random
    this.#estimator = new AdvantageEstimator(kernels, policy, critic, numEnvs, environments.id)
    this.#next = kernels.tensor(numEnvs * policy.observationSize)
    this.#actions = new Float32Array(numEnvs * policy.distribution.actionSize)
    this.#returns = new Float64Array(numEnvs)
    this.#lengths = new Float64Array(numEnvs)
    this.#discountedReturns = new Float64Array(numEnvs)
    this.#valuesWithActions = behaviour.readsLearner && critic === policy && policy.valuesComeWithOutputs
  }

  begin(): void {}

  /** @throws Error with what went wrong in an environment, and at which step of the rollout. */
  collect({ gamma, behaviour }: SourceNumbers, onEpisode: (episode: Episode) => void): void {
    this.rollout.finalObservations.length = 0
    for (let t = 0; t < this.rollout.steps; t++) {
      this.#observe(t)
      this.#act(t, behaviour)
      this.#step(t)
      this.#record(t, onEpisode)
      this.#normaliseRewards(t, gamma)
    }
  }

  #observe(t: number): void {
    const { observations, masks } = this.#environments
    const { normalisation } = this.#policy
    const { rollout } = this
    normalisation.observations?.update(observations, rollout.numEnvs)
    normalisation.observe(observations, rollout.observationsAt[t].data)
    if (masks) {
      rollout.masks ??= new Uint8Array(rollout.steps * masks.length).fill(1)
      rollout.masks.set(masks, t * masks.length)
    }
  }

  #act(t: number, numbers: BehaviourNumbers): void {
    const { rollout } = this
    const { distribution } = this.#policy
    const { actionSize } = distribution
    this.#behaviour.read(rollout.observationsAt[t], rollout.numEnvs, numbers, this.#environments.masks)
    for (let e = 0; e < rollout.numEnvs; e++) {
      const row = t * rollout.numEnvs + e
      distribution.sample(e, this.#random, rollout.actions, row * actionSize)
      rollout.logProbs[row] = distribution.logProb(e, rollout.actions, row * actionSize)
      if (!Number.isFinite(rollout.logProbs[row]))
        throw diverged("the policy network's outputs are not finite")
      rollout.outputs[row] = this.#behaviour.output(e, rollout.actions, row * actionSize)
      this.#policy.clip(rollout.actions, row * actionSize, this.#actions, e * actionSize)
    }
    if (this.#valuesWithActions)
      this.#policy.valuesOfLastForward(
        rollout.numEnvs,
        rollout.values,
        t * rollout.numEnvs,
        this.#environments.masks,
      )
  }

  #step(t: number): void {
    try {
      this.#environments.step(this.#actions)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new Error(`${message}, at step ${t + 1} of the rollout`, { cause: error })
    }
  }

  #record(t: number, onEpisode: (episode: Episode) => void): void {
    const { rollout } = this
    const { rewards, terminated, truncated } = this.#environments
    for (let e = 0; e < rollout.numEnvs; e++) {
      const row = t * rollout.numEnvs + e
      const done = terminated[e] | truncated[e]
      rollout.rewards[row] = rewards[e]
      rollout.terminated[row] = terminated[e]
      rollout.dones[row] = done
      this.#returns[e] += rewards[e]
      this.#lengths[e]++
      if (!done) continue
      if (!terminated[e]) rollout.finalObservations.push(this.#finalObservation(e, row))
      onEpisode({ return: this.#returns[e], length: this.#lengths[e] })
      this.#returns[e] = 0
      this.#lengths[e] = 0
    }
  }

  #finalObservation(e: number, row: number): FinalObservation {
    const { finalObservations, finalMasks, numEnvs } = this.#environments
    const of = <A extends Float32Array | Uint8Array>(all: A) => {
      const size = all.length / numEnvs
      return all.slice(e * size, (e + 1) * size) as A
    }
    return { row, observation: of(finalObservations), mask: finalMasks && of(finalMasks) }
  }

  #normaliseRewards(t: number, gamma: number): void {
    const { normalisation } = this.#policy
    const { rewards, normalisedRewards, dones, numEnvs } = this.rollout
    const returns = this.#discountedReturns
    if (normalisation.returns) {
      for (let e = 0; e < numEnvs; e++) returns[e] = returns[e] * gamma + rewards[t * numEnvs + e]
      normalisation.returns.update(returns, numEnvs)
    }
    for (let e = 0; e < numEnvs; e++) {
      const row = t * numEnvs + e
      normalisedRewards[row] = normalisation.reward(rewards[row])
      if (dones[row]) returns[e] = 0
    }
  }

  /** The environments are where the rollout left them. */
  computeAdvantages(numbers: SourceNumbers): void {
    const { observations, masks } = this.#environments
    this.#policy.normalisation.observe(observations, this.#next.data)
    this.#estimator.estimate(this.rollout, this.#next, masks, numbers, this.#valuesWithActions)
  }

  getState(): SourceState {
    return {
      returns: Array.from(this.#returns),
      lengths: Array.from(this.#lengths),
      discountedReturns: Array.from(this.#discountedReturns),
    }
  }

  arrays() {
    return {}
  }

  setState(state: SourceState, restarted: readonly number[]): void {
    this.#returns.set(state.returns)
    this.#lengths.set(state.lengths)
    this.#discountedReturns.set(state.discountedReturns)
    for (const e of restarted) this.#returns[e] = this.#lengths[e] = this.#discountedReturns[e] = 0
  }
}
