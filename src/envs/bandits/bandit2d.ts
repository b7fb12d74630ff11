import type { Canvas, PictureSize } from '../drawing/canvas.ts'
import type { Action, BatchPolicy, Environment, EnvironmentState, Step } from '../environment.ts'
import { Episode } from '../episode.ts'
import { invalidAction } from '../invalid.ts'
import { rejectUnknownOptions, requireInteger, requireNoise } from '../options.ts'
import { Outcome } from '../outcome.ts'
import { box, discrete } from '../spaces.ts'
import { drawBandit2D } from './bandit2d-picture.ts'
import { type Bump, bump, height } from './bumps.ts'
import { radialBasis } from './features.ts'
import { gridContexts, maximum, requireDistributions } from './grid.ts'

const GRID = 41 // cells along each side of the context square
const FIELDS = ['x0', 'x1'] as const

/** What may be chosen about `Bandit2D-v0`. */
export interface Bandit2DOptions {
  /** Number of actions A, 2 … 16. */
  actions: number
  /** Standard deviation of the Gaussian noise on a reward, ≥ 0. */
  noise: number
  /** 0: a context is observed as it is. k, 2 … 32: as k × k radial basis functions, for policies that are linear. */
  features: number
}

const DEFAULTS: Bandit2DOptions = { actions: 5, noise: 0.3, features: 0 }

/**
 * A contextual bandit whose optimum is known: each episode shows a context x uniform on [−1, 1]² and ends with the first action.
 *
 * The expected rewards r_a(x) are smooth, overlapping bumps (bumps.ts has the formula); every action is the best one somewhere.
 * With 5 actions the optimum is worth 0.596 a step, the uniform policy 0.341 less, the best single action 0.115 less.
 *
 * Observation [2]: x as float32; with `features` = k [k²] (features.ts). Reward: r_a(x) plus Gaussian noise. Every step terminates and
 * shows the same once more.
 */
export class Bandit2D implements Environment {
  readonly id = 'Bandit2D-v0'
  readonly observationSpace
  readonly actionSpace
  readonly frameRate = 2
  readonly #noise: number
  readonly #features: number
  readonly #bumps: readonly Bump[]
  readonly #context = new Float32Array(2)
  readonly #episode = new Episode(this.id)
  /** For `regret`, made when first asked for: what is seen of every context of the grid, and what every action loses there. */
  #grid?: { readonly observations: Float32Array; readonly losses: Float64Array }

  constructor(options: Partial<Bandit2DOptions> = {}) {
    rejectUnknownOptions(this.id, options, Object.keys(DEFAULTS))
    const { actions, noise, features } = { ...DEFAULTS, ...options }
    requireInteger(this.id, 'actions', actions, 2, 16)
    requireNoise(this.id, noise)
    if (features !== 0) requireInteger(this.id, 'features', features, 2, 32)
    this.#noise = noise
    this.#features = features
    this.observationSpace = features === 0 ? box(-1, 1, [2]) : box(0, 1, [features ** 2])
    this.actionSpace = discrete(actions)
    this.#bumps = Array.from({ length: actions }, (_, action) => bump(action, actions))
  }

  reset(seed?: number): Float32Array {
    this.#episode.start(seed)
    this.#context[0] = this.#episode.random.uniform(-1, 1)
    this.#context[1] = this.#episode.random.uniform(-1, 1)
    return this.observe(this.#context)
  }

  step(action: Action): Step {
    this.#episode.requireRunning()
    const chosen = typeof action === 'number' ? this.#bumps[action] : undefined
    if (chosen === undefined) {
      throw invalidAction(this.id, action, `an integer from 0 to ${this.#bumps.length - 1}`)
    }
    const reward =
      height(chosen, this.#context[0], this.#context[1]) + this.#noise * this.#episode.random.normal()
    const truncated = this.#episode.advance(true)
    return new Outcome(this.observe(this.#context), reward, true, truncated)
  }

  /** The expected reward of every action, [A], at a context [2]. */
  expectedRewards(context: ArrayLike<number>): Float64Array {
    const rewards = new Float64Array(this.#bumps.length)
    for (let a = 0; a < rewards.length; a++) rewards[a] = height(this.#bumps[a], context[0], context[1])
    return rewards
  }

  /** The mean best expected reward over the midpoints of 41 × 41 equal cells of the context square. */
  get optimalValue(): number {
    const contexts = gridContexts(GRID)
    let total = 0
    for (let row = 0; row < contexts.length; row += 2)
      total += maximum(this.expectedRewards(contexts.subarray(row, row + 2)))
    return total / (GRID * GRID)
  }

  /**
   * The expected reward per step that `policy` loses against the optimum: the mean over the same grid of Σ_a
   * π(a|x)(max_b r_b(x) − r_a(x)). At least 0; within 10⁻³ of the integral over the square.
   *
   * @throws Error if the policy does not return a distribution over the actions for every context.
   */
  regret(policy: BatchPolicy): number {
    this.#grid ??= this.#makeGrid()
    const { observations, losses } = this.#grid
    const probabilities = policy(observations.slice())
    requireDistributions(this.id, probabilities, GRID * GRID, this.#bumps.length)
    return losses.reduce((total, loss, i) => total + probabilities[i] * loss, 0) / (GRID * GRID)
  }

  #makeGrid() {
    const contexts = gridContexts(GRID)
    const actions = this.#bumps.length
    const losses = new Float64Array(GRID * GRID * actions)
    for (let row = 0; row < GRID * GRID; row++) {
      const rewards = this.expectedRewards(contexts.subarray(2 * row, 2 * row + 2))
      const best = maximum(rewards)
      for (let a = 0; a < actions; a++) losses[row * actions + a] = best - rewards[a]
    }
    return { observations: this.observe(contexts), losses }
  }

  /** What a policy sees of contexts [n × 2]: [n × size]. */
  observe(contexts: Float32Array): Float32Array {
    return this.#features === 0 ? contexts.slice() : radialBasis(contexts, this.#features)
  }

  getState(): EnvironmentState {
    return { physics: [...this.#context], ...this.#episode.getState() }
  }

  setState(state: { physics: number[] } & Record<string, unknown>): void {
    const physics = this.#episode.physicsOf(state, FIELDS)
    this.#episode.setState(state)
    this.#context.set(physics)
  }

  draw(canvas: Canvas, size: PictureSize): void {
    drawBandit2D(canvas, size, this.#context, (context) => this.expectedRewards(context))
  }
}
