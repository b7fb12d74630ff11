/** A policy as an ONNX model, for every runtime that reads those. */
import { NORMALISER_CLIP, NORMALISER_EPSILON } from '../normalisation.ts'
import { blocksOf, type Policy } from '../policy.ts'
import { BOOL, DOUBLE, FLOAT, Graph, INT64 } from './graph.ts'
import { OnnxNetworks } from './networks.ts'

/**
 * The policy as the bytes of an ONNX model, opset 17, with float32 numbers and N rows at once.
 *
 * Inputs: `observation` [N × size], raw, flat; where actions are discrete also `mask` [N × choices], true where an action
 * is allowed.
 * Outputs: `action`, the most likely one ([N] or [N × blocks] int64, or [N × dimensions] within the space's bounds);
 * `probabilities` [N × choices], or `mean` and `deviation` [N × dimensions] of the Gaussian; `value` [N] in the units of
 * the (normalised) rewards, where there is a critic.
 */
export function toOnnx(policy: Policy): Uint8Array<ArrayBuffer> {
  const graph = new Graph()
  const networks = new OnnxNetworks(graph, policy)
  const raw = graph.input('observation', FLOAT, ['N', policy.observationSize])
  const features = networks.features(normalised(graph, policy, raw))
  const outputs = networks.head('actor', features)
  const { actionSpace, critic } = policy.spec
  const masked = actionSpace.kind === 'box' ? undefined : discreteOutputs(graph, policy, outputs)
  if (masked === undefined) gaussianOutputs(graph, policy, outputs)
  if (critic !== 'none') {
    const value =
      critic === 'separate' ? networks.head('critic', features) : tiedValue(graph, masked as string, critic)
    graph.output(graph.add('Reshape', [value, graph.integers(-1)]), 'value', FLOAT, ['N'])
  }
  return graph.encode('1', { spec: JSON.stringify(policy.spec) })
}

/** In float64, as `RunningNormalisation` does it. */
function normalised(graph: Graph, { normalisation: { observations } }: Policy, raw: string): string {
  if (!observations) return raw
  const size = observations.mean.length
  const deviation = observations.variance.map((variance) => Math.sqrt(variance + NORMALISER_EPSILON))
  const centred = graph.add('Sub', [
    graph.add('Cast', [raw], { to: DOUBLE }),
    graph.constant(observations.mean.slice(), [size]),
  ])
  const scaled = graph.add('Div', [centred, graph.constant(deviation, [size])])
  const bounds = [-NORMALISER_CLIP, NORMALISER_CLIP].map((bound) =>
    graph.constant(Float64Array.of(bound), []),
  )
  return graph.add('Cast', [graph.add('Clip', [scaled, ...bounds])], { to: FLOAT })
}

/** Probabilities and the most likely actions; the logits, −∞ where an action is not allowed. */
function discreteOutputs(graph: Graph, policy: Policy, outputs: string): string {
  const { actionSpace } = policy.spec
  const choices = policy.distribution.outputs
  const mask = graph.input('mask', BOOL, ['N', choices])
  const masked = graph.add('Where', [mask, outputs, graph.scalar(Number.NEGATIVE_INFINITY)])
  const blocks = blocksOf(actionSpace) ?? []
  const sliced = (from: number, size: number) => {
    const ends = [from, from + size].map((end) => graph.integers(end))
    return graph.add('Slice', [masked, ...ends, graph.integers(1)])
  }
  const parts = blocks.map((size, i) => {
    const from = blocks.slice(0, i).reduce((sum, one) => sum + one, 0)
    const logits = blocks.length === 1 ? masked : sliced(from, size)
    return {
      probabilities: graph.add('Softmax', [logits], { axis: -1 }),
      action: graph.add('ArgMax', [logits], { axis: -1, keepdims: actionSpace.kind === 'discrete' ? 0 : 1 }),
    }
  })
  const together = (name: 'probabilities' | 'action') =>
    graph.add(
      'Concat',
      parts.map((part) => part[name]),
      { axis: actionSpace.kind === 'discrete' && name === 'action' ? 0 : 1 },
    )
  graph.output(
    together('action'),
    'action',
    INT64,
    actionSpace.kind === 'discrete' ? ['N'] : ['N', blocks.length],
  )
  graph.output(together('probabilities'), 'probabilities', FLOAT, ['N', choices])
  return masked
}

function gaussianOutputs(graph: Graph, policy: Policy, mean: string): void {
  const { actionSpace } = policy.spec
  const { logStd } = policy.network
  if (actionSpace.kind !== 'box' || !logStd) throw new Error('a Gaussian policy acts in a box')
  const size = logStd.value.length
  const bound = (values: readonly number[]) => graph.constant(Float32Array.from(values), [size])
  const action = graph.add('Min', [graph.add('Max', [mean, bound(actionSpace.low)]), bound(actionSpace.high)])
  const deviation = graph.constant(logStd.value.data.map(Math.exp), [size])
  // A sum with zeros has the deviation in every row.
  const zeros = graph.add('Mul', [mean, graph.scalar(0)])
  graph.output(action, 'action', FLOAT, ['N', size])
  graph.output(mean, 'mean', FLOAT, ['N', size])
  graph.output(graph.add('Add', [zeros, deviation]), 'deviation', FLOAT, ['N', size])
}

/** τ·V as `stateValue` reads it off the logits. */
function tiedValue(
  graph: Graph,
  logits: string,
  { tied, temperature }: Exclude<Policy['spec']['critic'], string>,
): string {
  const scaled = (value: string) => graph.add('Mul', [value, graph.scalar(temperature)])
  if (tied === 'max') return scaled(graph.add('ReduceMax', [logits], { axes: [-1], keepdims: 1 }))
  const partition = graph.add('ReduceLogSumExp', [logits], { axes: [-1], keepdims: 1 })
  if (tied === 'soft') return scaled(partition)
  const probabilities = graph.add('Softmax', [logits], { axis: -1 })
  // p·ln p is 0 at 0.
  const logarithms = graph.add('Log', [graph.add('Max', [probabilities, graph.scalar(1e-38)])])
  const summed = graph.add('ReduceSum', [graph.add('Mul', [probabilities, logarithms]), graph.integers(-1)], {
    keepdims: 1,
  })
  const weight = typeof tied === 'number' ? 1 - tied : 1
  return scaled(graph.add('Add', [partition, graph.add('Mul', [summed, graph.scalar(weight)])]))
}
