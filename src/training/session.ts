import { type KernelBuild, type Kernels, loadKernels } from '../kernels/index.ts'
import { Adam, type Optimiser, Sgd, scheduled } from '../optimisers/index.ts'
import { Policy, type PolicySpec, type StateValue } from '../policies/index.ts'
import { environmentSeed, type Pcg64, stream } from '../random/index.ts'
import {
  createEnvironments,
  createSource,
  type EnvironmentSource,
  type Episode,
  explainedVariance,
  rolloutRows,
  type Source,
  type VectorEnvironment,
} from '../rollouts/index.ts'
import { type Form, type ScaleFunction, scaleOf } from '../updates/index.ts'
import { type Config, resolveConfig } from './config.ts'
import { EpisodeWindow } from './episodes.ts'
import { Learner, minibatchRows } from './learn.ts'
import type { Metrics } from './metrics.ts'
import { ThreadChoice, threadsToStart } from './threads.ts'

/** A run in progress: everything that changes while it trains. */
export class Session {
  readonly config: Config
  readonly kernels: Kernels
  readonly policy: Policy
  readonly environments: VectorEnvironment
  readonly source: Source
  readonly learner: Learner
  readonly optimiser: Optimiser
  readonly episodes = new EpisodeWindow()
  readonly random: Readonly<Record<'actions' | 'minibatches', Pcg64>>
  updates = 0
  /** Seconds of training before this session, in a resumed run. */
  secondsBefore = 0
  readonly #choice: ThreadChoice | undefined
  readonly #onEpisode = (episode: Episode) => this.episodes.add(episode)
  #startedAt = performance.now()
  #stepsAtStart = 0

  private constructor(
    config: Config,
    kernels: Kernels,
    environments: VectorEnvironment,
    own: ScaleFunction | undefined,
  ) {
    this.config = config
    this.kernels = kernels
    this.random = { actions: stream(config.seed, 'actions'), minibatches: stream(config.seed, 'minibatches') }
    this.environments = environments
    if (config.threads === 'auto') this.#choice = new ThreadChoice(kernels)
    const { observationSpace, actionSpace } = environments
    const spec = policySpec(config, observationSpace, actionSpace)
    const rows = rolloutRows(environments, config)
    this.policy = new Policy(kernels, spec, Math.max(minibatchRows(rows, config), config.numEnvs))
    this.source = createSource(kernels, this.policy, environments, config, this.random.actions)
    const { length } = this.policy.network.parameters.values
    const { optimiser } = config
    this.optimiser =
      optimiser.kind === 'adam'
        ? new Adam(kernels, length, optimiser)
        : new Sgd(kernels, length, optimiser.momentum)
    const scale = scaleOf(config.update, own)
    this.learner = new Learner(
      kernels,
      this.policy,
      config,
      scale,
      rows,
      this.optimiser,
      this.random.minibatches,
    )
  }

  /**
   * A session before its first step, environments made but not yet reset.
   *
   * @param own f, of an update that has its own.
   * @param build the kernels to use; none given: plain SIMD when `config.deterministic`, else the best there is.
   */
  static async create(
    config: Config,
    source: EnvironmentSource,
    own?: ScaleFunction,
    build?: KernelBuild,
  ): Promise<Session> {
    const wanted = build ?? (config.deterministic ? 'simd' : undefined)
    const threads = threadsToStart(config)
    const kernels = await loadKernels({ ...(wanted && { build: wanted }), shared: threads > 1 })
    // A run that is to find out itself begins while they start, and goes on alone if they can't.
    const started = kernels.startThreads(threads)
    if (config.threads === 'auto') started.catch(() => {})
    else await started
    let environments: VectorEnvironment | undefined
    try {
      environments = await createEnvironments(source, config.numEnvs, config.envThreads)
      // What a function makes has its own name.
      const named = typeof source === 'string' ? config : resolveConfig({ ...config, env: environments.id })
      return new Session(named, kernels, environments, own)
    } catch (error) {
      environments?.close()
      kernels.stopThreads()
      throw error
    }
  }

  /** Ends its environments and threads. */
  close(): void {
    this.environments.close()
    this.kernels.stopThreads()
  }

  /** Fresh weights, every environment at the start of an episode, and the log collected, if data comes from one. */
  begin(): void {
    this.policy.initialise()
    this.environments.reset(this.environmentSeeds())
    this.source.begin(this.#onEpisode)
  }

  /** The seed of each environment. */
  environmentSeeds(): number[] {
    return Array.from({ length: this.config.numEnvs }, (_, e) => environmentSeed(this.config.seed, e))
  }

  /** Starts the clock anew, after a checkpoint was restored. */
  startClock(secondsBefore: number): void {
    this.secondsBefore = secondsBefore
    this.#startedAt = performance.now()
    this.#stepsAtStart = this.steps
  }

  /** Environment steps done; a log's count again with every update, and an exact update counts as a sampled one. */
  get steps(): number {
    return this.updates * this.config.numEnvs * this.config.rolloutSteps
  }

  get finished(): boolean {
    return this.steps >= this.config.totalSteps
  }

  /** Threads that share the work on a minibatch, by the latest choice where the settings leave that open. */
  get threads(): number {
    return this.#choice?.chosen ?? this.kernels.threads
  }

  /** Does something that is not training: its time counts neither in seconds nor in steps a second. */
  async beside<T>(work: () => Promise<T>): Promise<T> {
    const before = performance.now()
    try {
      return await work()
    } finally {
      this.#startedAt += performance.now() - before
    }
  }

  get seconds(): number {
    return this.secondsBefore + (performance.now() - this.#startedAt) / 1000
  }

  /** One turn of the loop: collect, compute advantages, learn. Errors say at which step. */
  update(): Metrics {
    try {
      const { learningRate, schedule } = this.config.optimiser
      const rate = scheduled(schedule, learningRate, this.steps, this.config.totalSteps)
      this.source.collect(this.#onEpisode)
      this.source.computeAdvantages(this.config.gaeLambda)
      const learn = () => this.learner.learn(this.source.rollout, rate)
      const learned = this.#choice ? this.#choice.run(learn) : learn()
      this.updates++
      return this.#measure(rate, learned)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new Error(`${message} (in update ${this.updates + 1}, after ${this.steps} steps)`, {
        cause: error,
      })
    }
  }

  #measure(learningRate: number, learned: ReturnType<Learner['learn']>): Metrics {
    const { advantages, values } = this.source.rollout
    const seconds = this.seconds
    const probabilities = (observations: Float32Array) => this.policy.probabilities(observations)
    const regret = this.environments.regret?.(probabilities, this.config.gamma)
    return {
      update: this.updates,
      step: this.steps,
      episodes: this.episodes.count,
      meanReturn: this.episodes.meanReturn(),
      meanLength: this.episodes.meanLength(),
      ...learned,
      explainedVariance: explainedVariance(advantages, values),
      learningRate,
      ...(regret === undefined ? {} : { regret }),
      stepsPerSecond: (this.steps - this.#stepsAtStart) / (seconds - this.secondsBefore),
      seconds,
    }
  }
}

/**
 * The V(s) that the outputs of a form tend to: what they fit is r̂/τ in the value form, F = r̂/τ in the policy form, and
 * o(s,a) = r̂/τ − κH(π) between them, where the value loss has weight 1.
 */
function naturalStateValue(form: Form): StateValue {
  if (form === 'value') return 'expected'
  return form === 'policy' ? 'soft' : form
}

/** What the settings and spaces make of a policy. */
export function policySpec(
  config: Config,
  observationSpace: PolicySpec['observationSpace'],
  actionSpace: PolicySpec['actionSpace'],
): PolicySpec {
  const { update, network, normaliseObservations, normaliseRewards, seed } = config
  const tied = update.reference === 'output'
  if (tied && actionSpace.kind !== 'discrete')
    throw new Error(
      `update '${update.name}' reads the outputs as action values, which needs a discrete action space; ${config.env}'s is ${actionSpace.kind}: take an update with reference logprob, such as ppo`,
    )
  const stateValue = config.stateValue === 'auto' ? naturalStateValue(update.form) : config.stateValue
  return {
    observationSpace,
    actionSpace,
    network,
    critic: tied ? { tied: stateValue, temperature: update.temperature } : 'separate',
    normaliseObservations,
    normaliseRewards,
    seed,
  }
}
