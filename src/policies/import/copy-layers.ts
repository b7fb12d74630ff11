import type { Box } from '../../envs/index.ts'
import { convolved, type ImageShape } from '../../networks/index.ts'
import type { Policy } from '../policy.ts'
import type { ImportPlan } from './plan.ts'
import type { ForeignTensors } from './tensors.ts'

/** What a layer of theirs reads, where it isn't a plain vector: [channels, height, width] there, [height, width, channels] here. */
type Flattened = ImageShape | undefined

/** What the layer above the convolutions reads, where there are any. */
function seenBy({ network }: ImportPlan, space: Box): Flattened {
  if (network.convolutions.length === 0) return undefined
  if (space.shape.length !== 3)
    throw new Error(`the policy sees images; observations have the shape [${space.shape}]`)
  return network.convolutions.reduce(convolved, space.shape as ImageShape)
}

/**
 * Before there are networks, which may be of any size.
 *
 * @throws Error that names a layer which does not read these observations, or does not give as many outputs.
 */
export function requireFit(tensors: ForeignTensors, plan: ImportPlan, space: Box, outputs: number): void {
  const seen = seenBy(plan, space) ?? space.shape
  const inputs = seen.reduce((product, size) => product * size, 1)
  for (const [ours, theirs] of plan.layers) {
    const isFirst = ours.endsWith('.0') || (ours === 'actor.head' && plan.network.hidden.length === 0)
    if (isFirst) tensors.get(`${theirs}.weight`, [undefined, inputs])
    if (ours === 'actor.head') tensors.get(`${theirs}.weight`, [outputs, undefined])
  }
}

/**
 * Fills the policy's layers with theirs.
 *
 * @throws Error that names a tensor that is missing or has another shape.
 */
export function copyLayers(tensors: ForeignTensors, plan: ImportPlan, policy: Policy): void {
  const seen = seenBy(plan, policy.spec.observationSpace as Box)
  for (const [ours, theirs] of plan.layers) {
    const isConvolution = /\.conv\d+$/.test(ours)
    if (isConvolution) copyConvolution(tensors, policy, ours, theirs, plan.pixels)
    else copyDense(tensors, policy, ours, theirs, /\.0$/.test(ours) ? seen : undefined)
    const { parameters } = policy.network
    const bias = parameters.get(`${ours}.bias`).value
    bias.data.set(tensors.get(`${theirs}.bias`, [bias.length]).data)
  }
}

/** [outputs, inputs] → [inputs × outputs]. */
function copyDense(
  tensors: ForeignTensors,
  policy: Policy,
  ours: string,
  theirs: string,
  seen: Flattened,
): void {
  const { shape, value } = policy.network.parameters.get(`${ours}.weights`)
  const [inputs, outputs] = shape
  const { data } = tensors.get(`${theirs}.weight`, [outputs, inputs])
  for (let i = 0; i < inputs; i++) {
    const from = seen ? placeInTorch(i, seen) : i
    for (let o = 0; o < outputs; o++) value.data[i * outputs + o] = data[o * inputs + from]
  }
}

/** Where torch has the i-th number of an image that lies as [height × width × channels]. */
function placeInTorch(i: number, [height, width, channels]: ImageShape): number {
  const channel = i % channels
  const pixel = Math.floor(i / channels)
  return channel * height * width + pixel
}

/** [filters, channels, height, width] → [height × width × channels, filters]. */
function copyConvolution(
  tensors: ForeignTensors,
  policy: Policy,
  ours: string,
  theirs: string,
  pixels: boolean,
): void {
  const { shape, value } = policy.network.parameters.get(`${ours}.weights`)
  const index = Number(ours.match(/\d+$/)![0])
  const { size } = policy.spec.network.convolutions[index]
  const [places, filters] = shape
  const channels = places / size ** 2
  const { data } = tensors.get(`${theirs}.weight`, [filters, channels, size, size])
  const unit = pixels && index === 0 ? 255 : 1
  for (let place = 0; place < places; place++) {
    const from = placeInTorch(place, [size, size, channels])
    for (let f = 0; f < filters; f++) value.data[place * filters + f] = data[f * places + from] / unit
  }
}
