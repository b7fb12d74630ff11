import type { Kernels, Tensor } from '../kernels/index.ts'
import type { Policy } from '../policies/index.ts'
import type { Pcg64 } from '../random/index.ts'
import type { Collector } from './collect.ts'
import { requireFinite } from './estimate.ts'
import { correctedAdvantages } from './returns.ts'
import type { Rollout } from './rollout.ts'
import { RolloutValues } from './rollout-values.ts'
import type { Episode, Source, SourceNumbers, SourceState, TakeArray } from './source.ts'
import type { VectorEnvironment } from './vector-environment.ts'

/** Arrays of the kept rollouts that no critic can find again. */
const KEPT = ['actions', 'logProbs', 'outputs', 'normalisedRewards', 'terminated', 'dones'] as const

/**
 * Keeps the latest rollouts with what their policies μ gave to each action; each update learns from the newest and from others,
 * drawn anew. What their steps are worth is found by the critic as it is now, corrected for that the policy is another by now:
 * V-trace for a critic of its own, Retrace(λ) for a tied one.
 */
export class Replay implements Source {
  /** All that are kept, one after the other. */
  readonly rollout: Rollout
  readonly #policy: Policy
  readonly #critic: Policy
  readonly #environments: VectorEnvironment
  readonly #collector: Collector
  readonly #random: Pcg64
  readonly #values: RolloutValues
  readonly #perUpdate: number
  /** Each is a part of `rollout`. */
  readonly #blocks: readonly Rollout[]
  /** Normalised observations [E × size] that follow the last step of each, and their masks. */
  readonly #next: readonly Tensor[]
  readonly #nextMasks: (Uint8Array | undefined)[]
  /** c and b of one of them; see `correctedAdvantages`. */
  readonly #traces: Float32Array
  readonly #baselines: Float32Array
  #collected = 0
  #chosen: readonly number[] = []

  /**
   * @param rollout the memory of all that are kept.
   * @param collector that fills a part of it.
   * @param perUpdate rollouts that an update learns from.
   * @param critic whose values advantages are made of: the policy, or a target network.
   */
  constructor(
    kernels: Kernels,
    policy: Policy,
    critic: Policy,
    environments: VectorEnvironment,
    collector: Collector,
    rollout: Rollout,
    perUpdate: number,
    random: Pcg64,
  ) {
    const { steps } = collector.rollout
    const { numEnvs } = environments
    const kept = rollout.steps / steps
    this.rollout = rollout
    this.#policy = policy
    this.#critic = critic
    this.#environments = environments
    this.#collector = collector
    this.#random = random
    this.#perUpdate = perUpdate
    this.#values = new RolloutValues(kernels, policy, critic, numEnvs)
    this.#blocks = Array.from({ length: kept }, (_, k) => rollout.part(k * steps, steps))
    this.#next = this.#blocks.map(() => kernels.tensor(numEnvs * policy.observationSize))
    this.#nextMasks = this.#blocks.map(() => undefined)
    this.#traces = new Float32Array(steps * numEnvs)
    this.#baselines = new Float32Array(steps * numEnvs)
    if (critic.spec.critic === 'separate') rollout.valueTargets = new Float32Array(rollout.rows)
  }

  begin(): void {}

  collect(numbers: SourceNumbers, onEpisode: (episode: Episode) => void): void {
    const newest = this.#collected % this.#blocks.length
    const block = this.#blocks[newest]
    this.#collector.rollout = block
    this.#collector.collect(numbers, onEpisode)
    const { observations, masks } = this.#environments
    this.#policy.normalisation.observe(observations, this.#next[newest].data)
    this.#nextMasks[newest] = masks?.slice()
    if (block.masks) this.#masksOf(block.masks.length).set(block.masks, newest * block.masks.length)
    this.#collected++
    this.#choose(newest)
  }

  /** The newest, and others without repetition. */
  #choose(newest: number): void {
    const kept = Math.min(this.#collected, this.#blocks.length)
    const others = Int32Array.from({ length: kept }, (_, k) => k).filter((k) => k !== newest)
    this.#random.shuffle(others)
    this.#chosen = [newest, ...others.subarray(0, this.#perUpdate - 1)]
    const { rows } = this.#blocks[newest]
    this.rollout.chosen = Int32Array.from(
      { length: this.#chosen.length * rows },
      (_, i) => this.#chosen[Math.floor(i / rows)] * rows + (i % rows),
    )
  }

  computeAdvantages(numbers: SourceNumbers): void {
    for (const k of this.#chosen) this.#estimate(k, numbers)
  }

  #estimate(k: number, { gamma, gaeLambda, replay }: SourceNumbers): void {
    const block = this.#blocks[k]
    this.#values.fill(block, this.#next[k], this.#nextMasks[k])
    this.#findTraces(block, replay.cap)
    this.#findBaselines(block)
    correctedAdvantages(block, this.#traces, this.#baselines, gamma, gaeLambda)
    const targets = this.rollout.valueTargets?.subarray(k * block.rows)
    if (targets)
      for (let i = 0; i < block.rows; i++)
        targets[i] = block.values[i] + this.#traces[i] * block.advantages[i]
    requireFinite(block, this.#environments.id)
  }

  /** c = min(cap, π/μ). */
  #findTraces(block: Rollout, cap: number): void {
    const { distribution } = this.#policy
    const { actions, logProbs } = block
    this.#policy.forEachRow(block, (row, i) => {
      const logProb = distribution.logProb(row, actions, i * distribution.actionSize)
      this.#traces[i] = Math.min(cap, Math.exp(logProb - logProbs[i]))
    })
  }

  /** b: Q(s,a) of a tied critic, else V(s). */
  #findBaselines(block: Rollout): void {
    const { critic } = this.#critic.spec
    if (typeof critic === 'string') {
      this.#baselines.set(block.values)
      return
    }
    const { distribution } = this.#critic
    this.#critic.forEachRow(block, (row, i) => {
      const output = distribution.output(row, block.actions, i * distribution.actionSize)
      this.#baselines[i] = critic.temperature * output
    })
  }

  #masksOf(length: number): Uint8Array {
    this.rollout.masks ??= new Uint8Array(this.#blocks.length * length).fill(1)
    return this.rollout.masks
  }

  getState(): SourceState {
    return {
      ...this.#collector.getState(),
      replay: {
        collected: this.#collected,
        random: this.#random.getState(),
        truncated: this.#kept().map(({ finalObservations }) => finalObservations.map(({ row }) => row)),
      },
    }
  }

  arrays(): Record<string, Float32Array> {
    const all: Record<string, Float32Array> = {}
    for (const [k, block] of this.#kept().entries()) {
      const finals = block.finalObservations
      const parts: Record<string, ArrayLike<number> | undefined> = {
        ...Object.fromEntries(KEPT.map((name) => [name, block[name]])),
        observations: block.observations.data,
        next: this.#next[k].data,
        masks: block.masks,
        nextMasks: this.#nextMasks[k],
        finals: finals.flatMap(({ observation }) => Array.from(observation)),
        finalMasks: block.masks && finals.flatMap(({ mask }) => Array.from(mask ?? [])),
      }
      for (const [name, values] of Object.entries(parts))
        if (values) all[`replay.${k}.${name}`] = Float32Array.from(values)
    }
    return all
  }

  setState(state: SourceState, restarted: readonly number[], take: TakeArray): void {
    this.#collector.setState(state, restarted)
    const { replay } = state
    if (!replay) throw new Error('the checkpoint is damaged: it has no replay, which its settings ask for')
    this.#collected = replay.collected
    this.#random.setState(replay.random)
    for (const [k, block] of this.#kept().entries()) this.#restore(k, block, replay.truncated[k] ?? [], take)
  }

  #restore(k: number, block: Rollout, truncated: readonly number[], take: TakeArray): void {
    const of = (name: string, length: number) => take(`replay.${k}.${name}`, length)
    for (const name of KEPT) block[name].set(of(name, block[name].length))
    block.observations.data.set(of('observations', block.observations.length))
    this.#next[k].data.set(of('next', this.#next[k].length))
    const { masks } = this.#environments
    const actions = masks ? masks.length / block.numEnvs : 0
    if (masks) {
      block.masks = Uint8Array.from(of('masks', block.rows * actions))
      this.#masksOf(block.masks.length).set(block.masks, k * block.masks.length)
      this.#nextMasks[k] = Uint8Array.from(of('nextMasks', masks.length))
    }
    const size = this.#policy.observationSize
    const finals = of('finals', truncated.length * size)
    const finalMasks = masks && of('finalMasks', truncated.length * actions)
    block.finalObservations.length = 0
    for (const [i, row] of truncated.entries())
      block.finalObservations.push({
        row,
        observation: finals.slice(i * size, (i + 1) * size),
        mask: finalMasks && Uint8Array.from(finalMasks.subarray(i * actions, (i + 1) * actions)),
      })
  }

  #kept(): readonly Rollout[] {
    return this.#blocks.slice(0, this.#collected)
  }
}
