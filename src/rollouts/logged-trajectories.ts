import type { Space } from '../envs/index.ts'
import type { Kernels, Tensor } from '../kernels/index.ts'
import { diverged, type Policy } from '../policies/index.ts'
import { stream } from '../random/index.ts'
import type { Trajectories } from '../trajectories/index.ts'
import { AdvantageEstimator } from './estimate.ts'
import { Rollout } from './rollout.ts'
import type { Episode, Source, SourceNumbers, SourceState } from './source.ts'

/**
 * Pieces of recorded episodes, T steps that followed one another, as many side by side as there would be environments; all pieces in
 * a new order with each pass over the recording. Who acted is not recorded, so μ is the policy as it is when an update begins: Δo
 * counts from there, as on fresh data. Returns and advantages are those of whoever acted.
 */
export class LoggedTrajectories implements Source {
  readonly rollout: Rollout
  readonly #policy: Policy
  readonly #trajectories: Trajectories
  readonly #estimator: AdvantageEstimator
  readonly #seed: number
  /** The first step of each piece; the last may reach back into the one before. */
  readonly #pieces: Int32Array
  readonly #order: Int32Array
  /** Normalised observations [E × size] that follow the pieces. */
  readonly #next: Tensor
  /** Of each step, the episode that it lies in. */
  readonly #episodes: Int32Array
  #pass = -1
  /** Pieces that were handed out so far. */
  #position = 0

  /**
   * @param critic whose values advantages are made of: the policy, or a target network.
   * @throws Error for trajectories of other spaces, or shorter than a rollout.
   */
  constructor(
    kernels: Kernels,
    policy: Policy,
    critic: Policy,
    trajectories: Trajectories,
    rolloutSteps: number,
    numEnvs: number,
    seed: number,
  ) {
    requireFit(trajectories, policy, rolloutSteps)
    const { steps, starts } = trajectories
    this.rollout = Rollout.create(kernels, policy, rolloutSteps, numEnvs)
    this.#policy = policy
    this.#trajectories = trajectories
    this.#estimator = new AdvantageEstimator(kernels, policy, critic, numEnvs, trajectories.name)
    this.#seed = seed
    this.#pieces = Int32Array.from({ length: Math.ceil(steps / rolloutSteps) }, (_, i) =>
      Math.min(i * rolloutSteps, steps - rolloutSteps),
    )
    this.#order = new Int32Array(this.#pieces.length)
    this.#next = kernels.tensor(numEnvs * policy.observationSize)
    this.#episodes = new Int32Array(steps)
    for (let i = 0; i + 1 < starts.length; i++) this.#episodes.fill(i, starts[i], starts[i + 1])
  }

  /** Normalises by the whole recording, but for a policy that has seen observations already. */
  begin({ gamma }: SourceNumbers): void {
    const { observations, returns } = this.#policy.normalisation
    const { steps, rewards, observations: seen } = this.#trajectories
    if (observations && observations.count === 0) observations.update(seen, steps)
    if (!returns || returns.count > 0) return
    const discounted = new Float64Array(steps)
    for (let step = 0; step < steps; step++)
      discounted[step] = (this.#isFirst(step) ? 0 : gamma * discounted[step - 1]) + rewards[step]
    returns.update(discounted, steps)
  }

  #isFirst(step: number): boolean {
    return step === 0 || this.#episodes[step] !== this.#episodes[step - 1]
  }

  collect(_: SourceNumbers, onEpisode: (episode: Episode) => void): void {
    this.rollout.finalObservations.length = 0
    for (let e = 0; e < this.rollout.numEnvs; e++) this.#take(this.#pieces[this.#nextPiece()], e, onEpisode)
    this.#readBehaviour()
  }

  #nextPiece(): number {
    const pass = Math.floor(this.#position / this.#order.length)
    if (pass !== this.#pass) {
      this.#pass = pass
      for (let i = 0; i < this.#order.length; i++) this.#order[i] = i
      stream(this.#seed, 'logs', pass).shuffle(this.#order)
    }
    return this.#order[this.#position++ % this.#order.length]
  }

  /** Lays the piece that begins at `from` into column `e`. */
  #take(from: number, e: number, onEpisode: (episode: Episode) => void): void {
    const { rollout } = this
    const { normalisation, observationSize: size } = this.#policy
    const { observations, actions, rewards, actionSize } = this.#trajectories
    for (let t = 0; t < rollout.steps; t++) {
      const step = from + t
      const row = t * rollout.numEnvs + e
      normalisation.observe(
        observations.subarray(step * size, (step + 1) * size),
        rollout.observations.data.subarray(row * size, (row + 1) * size),
      )
      for (let d = 0; d < actionSize; d++)
        rollout.actions[row * actionSize + d] = actions[step * actionSize + d]
      rollout.rewards[row] = rewards[step]
      rollout.normalisedRewards[row] = normalisation.reward(rewards[step])
      this.#end(step, row, onEpisode)
    }
    const place = this.#next.data.subarray(e * size, (e + 1) * size)
    normalisation.observe(this.#after(from + rollout.steps - 1), place)
  }

  /** Whether the episode ends with this step, and how. */
  #end(step: number, row: number, onEpisode: (episode: Episode) => void): void {
    const { rollout } = this
    const { starts, rewards, terminated } = this.#trajectories
    const episode = this.#episodes[step]
    const hasEnded = step + 1 === starts[episode + 1]
    rollout.dones[row] = Number(hasEnded)
    rollout.terminated[row] = hasEnded ? terminated[episode] : 0
    if (!hasEnded) return
    if (!terminated[episode])
      rollout.finalObservations.push({ row, observation: this.#after(step), mask: undefined })
    const of = rewards.subarray(starts[episode], starts[episode + 1])
    onEpisode({ return: of.reduce((sum, reward) => sum + reward, 0), length: of.length })
  }

  /** The raw observation that a step led to. */
  #after(step: number): Float32Array {
    const { starts, observations, finalObservations, observationSize: size } = this.#trajectories
    const episode = this.#episodes[step]
    return step + 1 === starts[episode + 1]
      ? finalObservations.subarray(episode * size, (episode + 1) * size)
      : observations.subarray((step + 1) * size, (step + 2) * size)
  }

  /** μ: the policy as it is now. */
  #readBehaviour(): void {
    const { actions, logProbs, outputs } = this.rollout
    const { distribution } = this.#policy
    this.#policy.forEachRow(this.rollout, (row, i) => {
      logProbs[i] = distribution.logProb(row, actions, i * distribution.actionSize)
      outputs[i] = distribution.output(row, actions, i * distribution.actionSize)
      if (!Number.isFinite(logProbs[i])) throw diverged("the policy network's outputs are not finite")
    })
  }

  computeAdvantages(numbers: SourceNumbers): void {
    this.#estimator.estimate(this.rollout, this.#next, undefined, numbers)
  }

  getState(): SourceState {
    return { returns: [], lengths: [], discountedReturns: [], position: this.#position }
  }

  arrays() {
    return {}
  }

  setState({ position = 0 }: SourceState): void {
    this.#position = position
    this.#pass = -1
  }
}

/** @throws Error that names what of the trajectories isn't that of the policy's spaces. */
function requireFit(trajectories: Trajectories, { spec, ...policy }: Policy, rolloutSteps: number): void {
  const { name, observationSize, actionSize, steps } = trajectories
  const sizes: [what: string, has: number, needs: number][] = [
    ['observations', observationSize, policy.observationSize],
    ['actions', actionSize, policy.distribution.actionSize],
  ]
  for (const [what, has, needs] of sizes)
    if (has !== needs)
      throw new Error(`${name}: its ${what} have ${has} numbers; those of the environment have ${needs}`)
  if (steps < rolloutSteps)
    throw new Error(`${name} has ${steps} steps, fewer than a rollout of ${rolloutSteps}; lower rolloutSteps`)
  requireActions(trajectories, spec.actionSpace)
}

/** @throws Error that names the first step whose action is none of the space. */
function requireActions({ name, actions, actionSize, starts }: Trajectories, space: Space): void {
  if (space.kind === 'box') return
  const choices =
    space.kind === 'discrete' ? [space.n] : space.kind === 'multiDiscrete' ? space.nvec : undefined
  const wrong = actions.findIndex((action, i) => {
    const n = choices?.[i % actionSize] ?? 2
    return !(Number.isInteger(action) && action >= 0 && action < n)
  })
  if (wrong < 0) return
  const step = Math.floor(wrong / actionSize)
  const episode = starts.findLastIndex((start) => start <= step)
  throw new Error(
    `${name}, episode ${episode + 1}, actions[${step - starts[episode]}]: is ${actions[wrong]}; it must be one of ${choices?.[wrong % actionSize] ?? 2} choices, from 0`,
  )
}
