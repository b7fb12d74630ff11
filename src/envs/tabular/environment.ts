import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { Action, BatchPolicy, Environment, EnvironmentState, Step } from '../environment.ts'
import { Episode } from '../episode.ts'
import { invalidAction, invalidState } from '../invalid.ts'
import { Outcome } from '../outcome.ts'
import { box, discrete } from '../spaces.ts'
import { expectedReturn, optimum } from './exact/index.ts'
import { drawGraph, ring } from './graph-picture.ts'
import type { TabularMdp } from './mdp.ts'

const FIELDS = ['state'] as const
/** With more states the linear solve takes longer than a usual update. */
const REGRET_STATES = 200

/** What may be chosen about the steps through a finite MDP. */
export interface TabularSettings {
  /** Steps after which an episode is truncated. None by default. */
  maxSteps?: number
  /** Standard deviation of Gaussian noise on every reward, ≥ 0. 0 by default. */
  noise?: number
}

/**
 * A finite MDP to step through.
 *
 * Observation [S]: 1 at the state, 0 elsewhere. Reward: that of the transition drawn, plus noise. A step that ends the episode shows
 * the state that the transition leads to.
 */
export class TabularEnvironment implements Environment {
  readonly id: string
  /** The MDP as tables. */
  readonly mdp: TabularMdp
  readonly observationSpace
  readonly actionSpace
  readonly frameRate: number = 6
  /** Standard deviation of the noise on a reward. */
  protected readonly noise: number
  readonly #episode: Episode
  /** Where the episode is, 0 … S − 1. */
  protected state = 0
  /** What the best policy achieves, at the discount that was asked for last. */
  #best = { gamma: Number.NaN, expectedReturn: 0 }

  constructor(id: string, mdp: TabularMdp, { maxSteps, noise = 0 }: TabularSettings = {}) {
    this.id = id
    this.mdp = mdp
    this.observationSpace = box(0, 1, [mdp.states])
    this.actionSpace = discrete(mdp.actions)
    this.noise = noise
    this.#episode = new Episode(id, maxSteps)
  }

  /** A state drawn from the start distribution. */
  reset(seed?: number): Float32Array {
    this.#episode.start(seed)
    this.state = drawIndex(this.mdp.startDistribution, this.#episode.random.random())
    return this.#observe()
  }

  step(action: Action): Step {
    this.#episode.requireRunning()
    const following = typeof action === 'number' ? this.#following(action) : undefined
    if (following === undefined) {
      throw invalidAction(this.id, action, `an integer from 0 to ${this.mdp.actions - 1}`)
    }
    const { random } = this.#episode
    let left = random.random()
    let drawn = 0
    while (drawn < following.length - 1 && left >= following[drawn].probability) {
      left -= following[drawn].probability
      drawn++
    }
    const { next, reward, terminated } = following[drawn]
    this.state = next
    const noise = this.noise === 0 ? 0 : this.noise * random.normal()
    const truncated = this.#episode.advance(terminated)
    return new Outcome(this.#observe(), reward + noise, terminated, truncated)
  }

  /** Undefined for γ = 1, where endless episodes have no value, and for more than 200 states, where it would take too long. */
  regret(policy: BatchPolicy, gamma: number): number | undefined {
    const { mdp } = this
    if (gamma === 1 || mdp.states > REGRET_STATES) return undefined
    if (this.#best.gamma !== gamma)
      this.#best = { gamma, expectedReturn: expectedReturn(mdp, optimum(mdp, gamma).policy, gamma) }
    const probabilities = normalised(policy(this.observations()), mdp.actions)
    return this.#best.expectedReturn - expectedReturn(mdp, probabilities, gamma)
  }

  /** What is seen of every state, [S × S]. */
  observations(): Float32Array {
    const { states } = this.mdp
    const observations = new Float32Array(states * states)
    for (let state = 0; state < states; state++) observations[state * (states + 1)] = 1
    return observations
  }

  limitSteps(maxSteps: number): void {
    this.#episode.limit(maxSteps)
  }

  getState(): EnvironmentState {
    return { physics: [this.state], ...this.#episode.getState() }
  }

  setState(state: { physics: number[] } & Record<string, unknown>): void {
    const [index] = this.#episode.physicsOf(state, FIELDS)
    const { states } = this.mdp
    if (!Number.isInteger(index) || index < 0 || index >= states) {
      throw invalidState(this.id, 'physics', `[a state from 0 to ${states - 1}]`, `[${index}]`)
    }
    this.#episode.setState(state)
    this.state = index
  }

  /** As a graph with its states around a circle. */
  draw(canvas: Canvas, size: PictureSize): void {
    drawGraph(canvas, size, this.mdp, this.state, ring(this.mdp.states, size))
  }

  #following(action: number) {
    const known = Number.isInteger(action) && action >= 0 && action < this.mdp.actions
    return known ? this.mdp.after(this.state, action) : undefined
  }

  #observe(): Float32Array {
    const observation = new Float32Array(this.mdp.states)
    observation[this.state] = 1
    return observation
  }
}

/** Rows that sum to 1 in float64: at γ = 0.99 the rounding of float32 would count a hundredfold. */
function normalised(probabilities: ArrayLike<number>, actions: number): Float64Array {
  const rows = Float64Array.from(probabilities)
  for (let start = 0; start < rows.length; start += actions) {
    const row = rows.subarray(start, start + actions)
    const sum = row.reduce((total, probability) => total + probability, 0)
    // Far from 1 it is not rounding, and refused below.
    if (Math.abs(sum - 1) < 1e-3) for (let a = 0; a < actions; a++) row[a] /= sum
  }
  return rows
}

/** The index that the uniform number falls on when [0, 1) is divided into these probabilities. */
function drawIndex(probabilities: Float64Array, uniform: number): number {
  let left = uniform
  let last = 0
  for (let i = 0; i < probabilities.length; i++) {
    if (probabilities[i] === 0) continue
    last = i // rounding may leave a sliver beyond the sum: it belongs to the last possible index
    left -= probabilities[i]
    if (left < 0) break
  }
  return last
}
