import type { Kernels, Tensor } from '../kernels/index.ts'
import { diverged, type Policy } from '../policies/index.ts'
import type { Pcg64 } from '../random/index.ts'
import { type Behaviour, behaviourOf, type Data } from './behaviour.ts'
import { generalisedAdvantages } from './returns.ts'
import { type Final, Rollout } from './rollout.ts'
import type { VectorEnvironment } from './vector-environment.ts'

/** An episode that has ended: undiscounted return in raw reward units, length in steps. */
export interface Episode {
  readonly return: number
  readonly length: number
}

/** Of each environment's episode so far. */
export interface CollectorState {
  readonly returns: readonly number[]
  readonly lengths: readonly number[]
  readonly discountedReturns: readonly number[]
}

/** Steps environments with the behaviour policy, and says what the steps were worth. */
export class Collector {
  readonly rollout: Rollout
  readonly #policy: Policy
  readonly #environments: VectorEnvironment
  readonly #behaviour: Behaviour
  readonly #random: Pcg64
  readonly #gamma: number
  /** Actions [E × size], in bounds. */
  readonly #actions: Float32Array
  /** Normalised observations [E × size] that follow the rollout's last step, or that ended episodes. */
  readonly #beyond: Tensor
  /** Return and length of each episode so far, in raw reward units. */
  readonly #returns: Float64Array
  readonly #lengths: Float64Array
  /** Whether values come with the actions, or from a pass over the whole rollout. */
  readonly #valuesWithActions: boolean
  /** Discounted return of each environment so far, for reward normalisation. */
  readonly #discountedReturns: Float64Array

  constructor(
    kernels: Kernels,
    policy: Policy,
    environments: VectorEnvironment,
    settings: { readonly data: Data; readonly rolloutSteps: number; readonly gamma: number },
    random: Pcg64,
  ) {
    const { numEnvs } = environments
    this.rollout = new Rollout(kernels, policy, settings.rolloutSteps, numEnvs)
    this.#policy = policy
    this.#environments = environments
    this.#behaviour = behaviourOf(settings.data, kernels, policy, numEnvs)
    this.#valuesWithActions = settings.data === 'fresh' && policy.sharesTrunk
    this.#random = random
    this.#gamma = settings.gamma
    this.#actions = new Float32Array(numEnvs * policy.distribution.actionSize)
    this.#beyond = kernels.tensor(numEnvs * policy.observationSize)
    this.#returns = new Float64Array(numEnvs)
    this.#lengths = new Float64Array(numEnvs)
    this.#discountedReturns = new Float64Array(numEnvs)
  }

  /** Fills the rollout with fresh steps. */
  collect(onEpisode: (episode: Episode) => void): void {
    this.rollout.finals.length = 0
    for (let t = 0; t < this.rollout.steps; t++) {
      this.#observe(t)
      this.#act(t)
      this.#step(t)
      this.#record(t, onEpisode)
      this.#normaliseRewards(t)
    }
  }

  #step(t: number): void {
    try {
      this.#environments.step(this.#actions)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new Error(`${message}, at step ${t + 1} of the rollout`, { cause: error })
    }
  }

  #observe(t: number): void {
    const { observations, masks } = this.#environments
    const { normaliser } = this.#policy
    const { rollout } = this
    normaliser.observations?.update(observations, rollout.numEnvs)
    normaliser.observe(observations, rollout.observationsAt[t].data)
    if (masks) {
      rollout.masks ??= new Uint8Array(rollout.steps * masks.length).fill(1)
      rollout.masks.set(masks, t * masks.length)
    }
  }

  #act(t: number): void {
    const { rollout } = this
    const { distribution } = this.#policy
    const { actionSize } = distribution
    this.#behaviour(rollout.observationsAt[t], rollout.numEnvs, this.#environments.masks)
    if (this.#valuesWithActions) this.#policy.valuesRead(rollout.numEnvs, rollout.values, t * rollout.numEnvs)
    for (let e = 0; e < rollout.numEnvs; e++) {
      const row = t * rollout.numEnvs + e
      distribution.sample(e, this.#random, rollout.actions, row * actionSize)
      rollout.logProbs[row] = distribution.logProb(e, rollout.actions, row * actionSize)
      if (!Number.isFinite(rollout.logProbs[row]))
        throw diverged("the policy network's outputs are not finite")
      rollout.outputs[row] = distribution.output(e, rollout.actions, row * actionSize)
      this.#policy.clip(rollout.actions, row * actionSize, this.#actions, e * actionSize)
    }
  }

  #record(t: number, onEpisode: (episode: Episode) => void): void {
    const { rollout } = this
    const { rewards, terminated, truncated } = this.#environments
    for (let e = 0; e < rollout.numEnvs; e++) {
      const row = t * rollout.numEnvs + e
      const ended = terminated[e] | truncated[e]
      rollout.rewards[row] = rewards[e]
      rollout.terminated[row] = terminated[e]
      rollout.ended[row] = ended
      this.#returns[e] += rewards[e]
      this.#lengths[e]++
      if (!ended) continue
      if (!terminated[e]) rollout.finals.push(this.#final(e, row))
      onEpisode({ return: this.#returns[e], length: this.#lengths[e] })
      this.#returns[e] = 0
      this.#lengths[e] = 0
    }
  }

  #final(e: number, row: number): Final {
    const { finals, finalMasks, numEnvs } = this.#environments
    const of = <A extends Float32Array | Uint8Array>(all: A) => {
      const size = all.length / numEnvs
      return all.slice(e * size, (e + 1) * size) as A
    }
    return { row, observation: of(finals), mask: finalMasks && of(finalMasks) }
  }

  #normaliseRewards(t: number): void {
    const { normaliser } = this.#policy
    if (!normaliser.returns) return
    const { rewards, ended, numEnvs } = this.rollout
    const returns = this.#discountedReturns
    for (let e = 0; e < numEnvs; e++) returns[e] = returns[e] * this.#gamma + rewards[t * numEnvs + e]
    normaliser.returns.update(returns, numEnvs)
    for (let e = 0; e < numEnvs; e++) {
      const row = t * numEnvs + e
      rewards[row] = normaliser.reward(rewards[row])
      if (ended[row]) returns[e] = 0
    }
  }

  /** Values and advantages of the rollout; terminated and truncated kept apart. */
  judge(lambda: number): void {
    const { rollout } = this
    const { rows, numEnvs, values, nextValues } = rollout
    if (!this.#valuesWithActions) this.#policy.values(rollout.observations, rows, values, 0, rollout.masks)
    nextValues.set(values.subarray(numEnvs))
    this.#policy.normaliser.observe(this.#environments.observations, this.#beyond.data)
    this.#policy.values(this.#beyond, numEnvs, nextValues, rows - numEnvs, this.#environments.masks)
    for (let row = 0; row < rows; row++) if (rollout.terminated[row]) nextValues[row] = 0
    this.#judgeFinals()
    const { rewards, ended, advantages } = rollout
    generalisedAdvantages(rewards, values, nextValues, ended, numEnvs, this.#gamma, lambda, advantages)
    this.#requireFinite()
  }

  /** @throws Error that says which of the numbers that advantages are made of is to blame. */
  #requireFinite(): void {
    const { values, nextValues, advantages, numEnvs } = this.rollout
    const row = advantages.findIndex((advantage) => !Number.isFinite(advantage))
    if (row < 0) return
    for (const value of [...values, ...nextValues])
      if (!Number.isFinite(value)) throw diverged(`the value of an observation is ${value}`)
    throw new Error(
      `environment ${this.#environments.id}: the rewards from step ${Math.floor(row / numEnvs) + 1} of the rollout on add up to an advantage of ${advantages[row]}; scale them down, as scaleRewards does, or set normaliseRewards`,
    )
  }

  /** Truncated episodes bootstrap from their own final observation, E at a time. */
  #judgeFinals(): void {
    const { finals, numEnvs, nextValues } = this.rollout
    const size = this.#policy.observationSize
    const found = new Float32Array(numEnvs)
    for (let start = 0; start < finals.length; start += numEnvs) {
      const batch = finals.slice(start, start + numEnvs)
      const data = this.#beyond.data
      for (const [i, { observation }] of batch.entries())
        this.#policy.normaliser.observe(observation, data.subarray(i * size, (i + 1) * size))
      this.#policy.values(this.#beyond, batch.length, found, 0, masksOf(batch))
      for (const [i, { row }] of batch.entries()) nextValues[row] = found[i]
    }
  }

  getState(): CollectorState {
    return {
      returns: Array.from(this.#returns),
      lengths: Array.from(this.#lengths),
      discountedReturns: Array.from(this.#discountedReturns),
    }
  }

  /** @param restarted environments whose episode begins anew. */
  setState(state: CollectorState, restarted: readonly number[]): void {
    this.#returns.set(state.returns)
    this.#lengths.set(state.lengths)
    this.#discountedReturns.set(state.discountedReturns)
    for (const e of restarted) this.#returns[e] = this.#lengths[e] = this.#discountedReturns[e] = 0
  }
}

/** Allowed actions of all of them [finals × n]: every action of one that ended before any mask was given. */
function masksOf(finals: readonly Final[]): Uint8Array | undefined {
  const size = finals.find(({ mask }) => mask)?.mask?.length
  if (size === undefined) return undefined
  const masks = new Uint8Array(finals.length * size).fill(1)
  for (const [i, { mask }] of finals.entries()) if (mask) masks.set(mask, i * size)
  return masks
}
