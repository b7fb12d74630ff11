import { Decisions, readLog } from '../decisions/index.ts'
import { type KernelBuild, type Kernels, loadKernels } from '../kernels/index.ts'
import { Adam, type Optimiser, Radam, Sgd } from '../optimisers/index.ts'
import { adopt, type Features, Policy, type PolicySpec, type StateValue } from '../policies/index.ts'
import { environmentSeed, type Pcg64, stream } from '../random/index.ts'
import {
  createEnvironments,
  createSource,
  type EnvironmentSource,
  type Episode,
  explainedVariance,
  LOG,
  loggedEnvironments,
  rolloutRows,
  type Source,
  type VectorEnvironment,
} from '../rollouts/index.ts'
import { readTrajectories, type Trajectories } from '../trajectories/index.ts'
import type { Form, ScaleFunction } from '../updates/index.ts'
import { type Change, changedOnTheWay, configAfter, withChange } from './changes.ts'
import { type Config, resolveConfig } from './config.ts'
import { EpisodeWindow } from './episodes.ts'
import { Learner, minibatchRows } from './learn.ts'
import type { Metrics } from './metrics.ts'
import type { Origin } from './origin.ts'
import { updateSteps } from './planned-steps.ts'
import { type Settings, scheduledNumbers, settingsAt } from './settings-at.ts'
import { followLearner } from './target-network.ts'
import { ThreadChoice, threadsToStart } from './threads.ts'
import { inOurSpelling } from './words.ts'

/** What a run learns from: environments that are stepped, or decisions that were logged. */
type ExperienceSource = EnvironmentSource | Decisions

/** Environments by their id or maker, or a log by its file, `log:FILE`. */
/** What a run may learn from beside an environment. */
export interface Experience {
  /** What a log is read by; none given: what it makes itself. */
  readonly features?: Features | undefined
  /** Recorded episodes; none given: those of the file that the settings name, if they do. */
  readonly trajectories?: Trajectories | undefined
}

async function experienceOf(
  source: ExperienceSource,
  { numEnvs, envThreads, log, trajectories: file }: Config,
  { features, trajectories }: Experience,
): Promise<VectorEnvironment> {
  if (source instanceof Decisions) return loggedEnvironments(source, numEnvs)
  if (typeof source !== 'string' || !source.startsWith(LOG)) {
    const recorded = trajectories ?? (file === null ? undefined : await readTrajectories(file))
    const environments = await createEnvironments(source, numEnvs, envThreads)
    return recorded ? Object.assign(environments, { trajectories: recorded }) : environments
  }
  const decisions = await readLog(source.slice(LOG.length), { ...log, ...(features && { features }) })
  return { ...loggedEnvironments(decisions, numEnvs), close: () => decisions.close() }
}

/** A run in progress: everything that changes while it trains. */
export class Session {
  /** The settings it began with. */
  readonly begunWith: Config
  #config: Config
  #changes: readonly Change[] = []
  /** What it was made of beside its settings. */
  origin: Origin = {}
  readonly kernels: Kernels
  readonly policy: Policy
  /** The target network; undefined where the values are those of the policy's own critic. */
  readonly target: Policy | undefined
  readonly environments: VectorEnvironment
  readonly source: Source
  readonly learner: Learner
  readonly optimiser: Optimiser
  readonly episodes = new EpisodeWindow()
  readonly random: Readonly<Record<'actions' | 'minibatches', Pcg64>>
  updates = 0
  /** Why the run is finished before its last step, if it is; see `aimReached`. */
  aimReached: string | undefined
  /** Told of every episode that ends, while a rollout is collected. */
  onEpisode: ((episode: Episode) => void) | undefined
  readonly #choice: ThreadChoice | undefined
  readonly #onEpisode = (episode: Episode) => {
    this.episodes.add(episode)
    this.onEpisode?.(episode)
  }
  /** Seconds of training before this session, in a resumed run. */
  #secondsBefore = 0
  #stepsBefore = 0
  /** Seconds in updates of this session. */
  #secondsHere = 0

  private constructor(
    config: Config,
    kernels: Kernels,
    environments: VectorEnvironment,
    own: ScaleFunction | undefined,
  ) {
    this.begunWith = config
    this.#config = config
    this.kernels = kernels
    this.random = { actions: stream(config.seed, 'actions'), minibatches: stream(config.seed, 'minibatches') }
    this.environments = environments
    if (config.threads === 'auto') this.#choice = new ThreadChoice(kernels)
    const { observationSpace, actionSpace } = environments
    const { features } = environments.decisions ?? {}
    const spec = policySpec(settingsAt(config, 0), observationSpace, actionSpace, features)
    const rows = rolloutRows(environments, config)
    const maxRows = Math.max(minibatchRows(rows, config), config.numEnvs)
    this.policy = new Policy(kernels, spec, maxRows)
    if (config.targetNetwork.every !== null) this.target = new Policy(kernels, spec, maxRows)
    const critic = this.target ?? this.policy
    this.source = createSource(kernels, this.policy, critic, environments, config, this.random.actions)
    const { length } = this.policy.network.parameters.values
    const { optimiser } = config
    this.optimiser = {
      adam: () => new Adam(kernels, length, optimiser),
      radam: () => new Radam(kernels, length, optimiser),
      sgd: () => new Sgd(kernels, length, optimiser.momentum),
    }[optimiser.kind]()
    this.learner = new Learner(
      kernels,
      this.policy,
      config,
      own,
      rows,
      this.optimiser,
      this.random.minibatches,
    )
  }

  /**
   * A session before its first step, environments made but not yet reset.
   *
   * @param own f, of an update whose f is code.
   * @param build the kernels to use; none given: plain SIMD when `config.deterministic`, else the best there is.
   */
  static async create(
    config: Config,
    source: ExperienceSource,
    own?: ScaleFunction,
    build?: KernelBuild,
    experience: Experience = {},
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
      environments = await experienceOf(source, config, experience)
      // What a function makes has its own name.
      const named = typeof source === 'string' ? config : resolveConfig({ ...config, env: environments.id })
      return new Session(named, kernels, environments, own)
    } catch (error) {
      environments?.close()
      kernels.stopThreads()
      throw error
    }
  }

  /** Does something that closes the session if it throws. */
  closedOnError<T>(run: () => T): T {
    try {
      return run()
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** Ends its environments and threads. */
  close(): void {
    this.environments.close()
    this.kernels.stopThreads()
  }

  /**
   * Fresh weights or those of another policy, every environment at the start of an episode, and the log collected, if data
   * comes from one.
   */
  begin(from?: { readonly name: string; readonly policy: Policy }): void {
    this.policy.initialise()
    if (from) adopt(this.policy, from.policy, from.name)
    this.target?.network.parameters.values.data.set(this.policy.network.parameters.values.data)
    this.environments.reset(this.environmentSeeds())
    this.source.begin(this.settings, this.#onEpisode)
  }

  /** The seed of each environment. */
  environmentSeeds(): number[] {
    return Array.from({ length: this.config.numEnvs }, (_, e) => environmentSeed(this.config.seed, e))
  }

  /** Goes on from these seconds, after a checkpoint was restored. */
  setClock(seconds: number): void {
    this.#secondsBefore = seconds
    this.#secondsHere = 0
    this.#stepsBefore = this.steps
  }

  /** Environment steps done; a log's count again with every update, and an exact update counts as a sampled one. */
  get steps(): number {
    return this.updates * updateSteps(this.config)
  }

  /** The settings as they were changed on the way; numbers may follow schedules. */
  get config(): Config {
    return this.#config
  }

  /** What was changed on the way so far. */
  get changes(): readonly Change[] {
    return this.#changes
  }

  /**
   * Changes a setting from the next update on. What is as it was already is no change.
   *
   * @throws Error of one line; see {@link changedOnTheWay}.
   */
  change(given: string, value: unknown): void {
    const path = inOurSpelling(given)
    const config = changedOnTheWay(this.#config, path, value)
    if (JSON.stringify(config) === JSON.stringify(this.#config)) return
    if (path.startsWith('stopWhen')) this.aimReached = undefined
    this.#config = config
    this.#changes = withChange(this.#changes, { step: this.steps, path, value })
  }

  /** Takes up what was changed before a checkpoint. */
  restoreChanges(changes: readonly Change[]): void {
    this.#config = configAfter(this.begunWith, changes)
    this.#changes = changes
  }

  /** The settings as they are at this step. */
  get settings(): Settings {
    return settingsAt(this.config, this.steps)
  }

  get finished(): boolean {
    return this.aimReached !== undefined || this.steps >= this.config.totalSteps
  }

  /** Threads that share the work on a minibatch, by the latest choice where the settings leave that open. */
  get threads(): number {
    return this.#choice?.chosen ?? this.kernels.threads
  }

  /** Seconds of training, over all resumptions: of updates alone, so that pauses, evaluations and writing don't count. */
  get seconds(): number {
    return this.#secondsBefore + this.#secondsHere
  }

  /** One turn of the loop: collect, compute advantages, learn. Errors say at which step. */
  update(): Metrics {
    const startedAt = performance.now()
    try {
      const { settings, steps } = this
      for (const policy of [this.policy, this.target]) policy?.readValues(criticOf(settings))
      this.source.collect(settings, this.#onEpisode)
      this.source.computeAdvantages(settings)
      const learn = () => this.learner.learn(this.source.rollout, settings)
      const learned = this.#choice ? this.#choice.run(learn) : learn()
      this.updates++
      const { every, rate } = settings.targetNetwork
      if (this.target && every !== null)
        followLearner(this.target, this.policy, this.updates, { every, rate })
      this.#secondsHere += (performance.now() - startedAt) / 1000
      return this.#measure(settings, scheduledNumbers(this.config, steps), learned)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new Error(`${message} (in update ${this.updates + 1}, after ${this.steps} steps)`, {
        cause: error,
      })
    }
  }

  #measure(
    settings: Settings,
    numbers: Readonly<Record<string, number>>,
    learned: ReturnType<Learner['learn']>,
  ): Metrics {
    const { policyValue } = this.source
    const probabilities = (observations: Float32Array) => this.policy.probabilities(observations)
    const regret = this.environments.regret?.(probabilities, settings.gamma)
    return {
      update: this.updates,
      step: this.steps,
      episodes: this.episodes.count,
      meanReturn: this.episodes.meanReturn(),
      meanLength: this.episodes.meanLength(),
      ...learned,
      explainedVariance: explainedVariance(this.source.rollout),
      learningRate: settings.optimiser.learningRate,
      ...numbers,
      ...(regret === undefined ? {} : { regret }),
      ...(policyValue === undefined ? {} : { policyValue }),
      // A coarse clock may not have moved yet.
      stepsPerSecond: this.#secondsHere > 0 ? (this.steps - this.#stepsBefore) / this.#secondsHere : 0,
      seconds: this.seconds,
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

/** How the policy's values are found: by a network of its own, or as `stateValue` says. */
function criticOf({ update, stateValue }: Settings): PolicySpec['critic'] {
  if (update.reference !== 'output') return 'separate'
  const tied = stateValue === 'auto' ? naturalStateValue(update.form) : stateValue
  return { tied, temperature: update.temperature }
}

/** What the settings and spaces make of a policy. */
export function policySpec(
  settings: Settings,
  observationSpace: PolicySpec['observationSpace'],
  actionSpace: PolicySpec['actionSpace'],
  features?: Features,
): PolicySpec {
  const { env, update, network, normaliseObservations, normaliseRewards, seed } = settings
  const critic = criticOf(settings)
  if (critic !== 'separate' && actionSpace.kind !== 'discrete')
    throw new Error(
      `update '${update.name}' reads the outputs as action values, which needs a discrete action space; ${env}'s is ${actionSpace.kind}: take an update with reference logprob, such as ppo`,
    )
  return {
    observationSpace,
    actionSpace,
    network,
    critic,
    normaliseObservations,
    normaliseRewards,
    seed,
    ...(features && { features }),
  }
}
