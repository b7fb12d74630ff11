/** A policy beside its ONNX model: both read the same observations. */
import { Categorical } from '../../distributions/index.ts'
import { Pcg64 } from '../../random/index.ts'
import { blocksOf, type Policy } from '../policy.ts'

/** What runs a model, as onnxruntime's packages do. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array): Promise<{
      run(
        feeds: Readonly<Record<string, unknown>>,
      ): Promise<Readonly<Record<string, { readonly data: unknown }>>>
    }>
  }
  readonly Tensor: new (
    type: 'float32' | 'bool',
    data: Float32Array | Uint8Array,
    shape: readonly number[],
  ) => unknown
}

export interface OnnxDifference {
  readonly observations: number
  /** Largest difference of a probability, or of a mean or deviation. */
  readonly distribution: number
  /** Of a value; undefined where there is no critic. */
  readonly value: number | undefined
}

/** Reads random observations, with random masks where actions are discrete, by both. */
export async function compareOnnx(
  policy: Policy,
  model: Uint8Array,
  { InferenceSession, Tensor }: OnnxRuntime,
  rows = 1000,
): Promise<OnnxDifference> {
  const random = Pcg64.fromSeed(1)
  const size = policy.observationSize
  const observations = Float32Array.from({ length: rows * size }, () => 2 * random.normal())
  const discrete = policy.spec.actionSpace.kind !== 'box'
  const choices = policy.distribution.outputs
  // The first choice of every block stays, so that there is one.
  const first = firstChoices(policy)
  const mask = Uint8Array.from({ length: rows * choices }, (_, i) =>
    first.has(i % choices) || random.uniform(0, 1) < 0.7 ? 1 : 0,
  )
  const session = await InferenceSession.create(model)
  const found = await session.run({
    observation: new Tensor('float32', observations, [rows, size]),
    ...(discrete && { mask: new Tensor('bool', mask, [rows, choices]) }),
  })
  const own = ownOutputs(policy, observations, rows, discrete ? mask : undefined)
  const largest = (name: string, expected: ArrayLike<number>) => {
    const { data } = found[name] as { data: ArrayLike<number> }
    return Array.from(expected).reduce(
      (most, value, i) => Math.max(most, Math.abs(value - Number(data[i]))),
      0,
    )
  }
  const distribution = discrete
    ? largest('probabilities', own.distribution)
    : Math.max(largest('mean', own.distribution), largest('deviation', own.deviation))
  return { observations: rows, distribution, value: own.values && largest('value', own.values) }
}

function firstChoices({ spec: { actionSpace } }: Policy): Set<number> {
  const firsts = new Set<number>()
  let start = 0
  for (const size of blocksOf(actionSpace) ?? []) {
    firsts.add(start)
    start += size
  }
  return firsts
}

/** Probabilities, or means with deviations, and values, by the policy's own kernels. */
function ownOutputs(policy: Policy, observations: Float32Array, rows: number, mask: Uint8Array | undefined) {
  const { distribution: read, observationSize: size, kernels, normalisation, maxRows, network } = policy
  const choices = read.outputs
  const distribution = new Float64Array(rows * choices)
  const deviation = Float64Array.from({ length: mask ? 0 : rows * choices }, (_, i) =>
    Math.exp(network.logStd?.value.data[i % choices] ?? 0),
  )
  const values = policy.spec.critic === 'none' ? undefined : new Float32Array(rows)
  const input = kernels.tensor(maxRows * size)
  for (let start = 0; start < rows; start += maxRows) {
    const count = Math.min(maxRows, rows - start)
    normalisation.observe(
      observations.subarray(start * size, (start + count) * size),
      input.data.subarray(0, count * size),
    )
    const masks = mask?.subarray(start * choices, (start + count) * choices)
    if (values) policy.values(input, count, values, start, masks)
    policy.forward(input, count, masks)
    const mode = new Float32Array(choices)
    for (let row = 0; row < count; row++) {
      if (!mask) read.mode(row, mode, 0)
      for (let i = 0; i < choices; i++)
        distribution[(start + row) * choices + i] =
          read instanceof Categorical ? read.probability(row, i) : mode[i]
    }
  }
  return { distribution, deviation, values }
}
