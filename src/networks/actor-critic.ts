import { type Activation, add, type Kernels, type Tensor } from '../kernels/index.ts'
import type { Pcg64 } from '../random/index.ts'
import { ActionScores } from './action-scores.ts'
import { BoardPatterns } from './board-patterns.ts'
import type { ConvolutionSettings, ImageShape } from './convolution-spec.ts'
import type { Initialisation } from './initialise.ts'
import { Mlp, type MlpSpec, mlpOutputs, mlpParameters } from './mlp.ts'
import { type Parameter, Parameters } from './parameters.ts'

export interface NetworkSettings {
  /** Below the hidden layers, where observations are images. */
  readonly convolutions: readonly ConvolutionSettings[]
  readonly hidden: readonly number[]
  readonly activation: Activation
  readonly layerNorm: boolean
  readonly sharedTrunk: boolean
  readonly initialisation: Initialisation
  /** ln σ that a Gaussian policy begins with, in every dimension. */
  readonly initialLogStd: number
}

export interface ActorCriticSpec extends NetworkSettings {
  readonly observationShape: readonly number[]
  /** Outputs of the actor: logits, action values / τ, or means. */
  readonly outputs: number
  /** Features of what each output stands for [outputs × features], where there are such. */
  readonly outputFeatures?: readonly (readonly number[])[]
  /** Gain of the actor's head: 0.01 starts a policy near uniform (Huang et al. 2022, detail 2). */
  readonly outputGain: number
  /** Whether there is a value network, or the critic is tied to the outputs. */
  readonly critic: boolean
  /** Size of a log-std that is a free parameter; 0 for none. */
  readonly logStd: number
}

/** Gain of the value head (Huang et al. 2022, detail 2). */
const VALUE_GAIN = 1

/**
 * The networks of a policy. Separate: an actor and a critic of the same shape. Shared: one trunk of hidden
 * layers under two linear heads. Without a critic: the actor alone.
 */
export class ActorCritic {
  readonly parameters: Parameters
  /** The free log-std, if there is one. */
  readonly logStd: Parameter | undefined
  readonly #kernels: Kernels
  /** Where the one convolution of actor and critic may slide over boards. */
  readonly #boards: BoardPatterns | undefined
  readonly #trunk: Mlp | undefined
  readonly #actor: Mlp
  /** From what the actor says to outputs, where these have features. */
  readonly #scores: ActionScores | undefined
  readonly #critic: Mlp | undefined
  readonly #initialLogStd: number

  /** @param maxRows the largest batch that will be given to any method. */
  constructor(kernels: Kernels, spec: ActorCriticSpec, maxRows: number) {
    this.#kernels = kernels
    const { observationShape: input, convolutions, hidden, activation, layerNorm, initialisation } = spec
    const whole: MlpSpec = {
      name: 'trunk',
      input,
      convolutions,
      hidden,
      activation,
      layerNorm,
      initialisation,
    }
    const trunk = spec.sharedTrunk ? whole : undefined
    const body = trunk ? { ...whole, input: [mlpOutputs(trunk)], convolutions: [], hidden: [] } : whole
    const { outputFeatures } = spec
    const outputs = outputFeatures ? ActionScores.inputsOf(outputFeatures) : spec.outputs
    const actor: MlpSpec = { ...body, name: 'actor', head: { outputs, gain: spec.outputGain } }
    const critic: MlpSpec | undefined = spec.critic
      ? { ...body, name: 'critic', head: { outputs: 1, gain: VALUE_GAIN } }
      : undefined

    const mlps = [trunk, actor, critic].filter((mlp) => mlp !== undefined)
    const logStd = spec.logStd > 0 ? [{ name: 'actor.logStd', shape: [spec.logStd] }] : []
    this.parameters = new Parameters(kernels, [...mlps.flatMap(mlpParameters), ...logStd])
    this.#boards = boardsOf(kernels, spec, maxRows)
    const build = (mlp: MlpSpec) => new Mlp(kernels, this.parameters, mlp, maxRows, this.#boards)
    this.#trunk = trunk && build(trunk)
    this.#actor = build(actor)
    this.#critic = critic && build(critic)
    this.#scores = outputFeatures && new ActionScores(kernels, outputFeatures, maxRows)
    this.logStd = spec.logStd > 0 ? this.parameters.get('actor.logStd') : undefined
    this.#initialLogStd = spec.initialLogStd
  }

  initialise(random: Pcg64): void {
    this.#trunk?.initialise(random)
    this.#actor.initialise(random)
    this.#critic?.initialise(random)
    this.logStd?.value.data.fill(this.#initialLogStd)
  }

  /**
   * The hidden features that both heads share: x itself where the networks are separate. A batch comes here before it
   * goes to `outputs` and `values`.
   */
  features(x: Tensor, rows: number): Tensor {
    this.#boards?.show(x, rows)
    return this.#trunk?.forward(x, rows) ?? x
  }

  /** Features → the actor's outputs [rows × outputs]. */
  outputs(features: Tensor, rows: number): Tensor {
    const said = this.#actor.forward(features, rows)
    const outputs = this.#scores?.forward(said, rows) ?? said
    this.#kernels.leave()
    return outputs
  }

  /** What turns the actor's head [inputs] into outputs, [inputs × outputs], where they have features. */
  get outputWeights(): Tensor | undefined {
    return this.#scores?.weights
  }

  /** Features → values [rows]; there must be a critic. */
  values(features: Tensor, rows: number): Tensor {
    if (!this.#critic) throw new Error('this policy has no value network: its critic is tied to the outputs')
    const values = this.#critic.forward(features, rows)
    this.#kernels.leave()
    return values
  }

  /**
   * Pulls the gradients of the loss with respect to outputs and values, for the batch of the last `outputs` and
   * `values`, back to every parameter but the log-std.
   */
  backward(dOutputs: Tensor, dValues: Tensor | undefined, rows: number): void {
    const trunk = this.#trunk
    const dActor = this.#scores?.backward(dOutputs, rows) ?? dOutputs
    const fromActor = this.#actor.backward(dActor, rows, trunk !== undefined)
    const fromCritic = dValues && this.#critic?.backward(dValues, rows, trunk !== undefined)
    if (!trunk || !fromActor) return
    if (fromCritic) add(this.#kernels, fromCritic, fromActor, rows * trunk.outputs)
    trunk.backward(fromActor, rows, false)
  }
}

function boardsOf(
  kernels: Kernels,
  { observationShape, convolutions }: ActorCriticSpec,
  maxRows: number,
): BoardPatterns | undefined {
  if (convolutions.length !== 1) return undefined
  const [height, width, channels] = observationShape as ImageShape
  const [{ size, stride }] = convolutions
  return new BoardPatterns(kernels, { height, width, channels, size, stride }, maxRows)
}
