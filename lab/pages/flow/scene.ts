/** What is drawn for one point of the family: field, paths and rests, computed from the state. */

import { isOwn, type ScaleFunction } from '../../../src/updates/index.ts'
import type { Shown } from '../../points/shown.ts'
import { spread } from './geometry.ts'
import { type Path, pathFrom, type Regime, velocity } from './paths.ts'
import { type FlowState, interior } from './state.ts'
import { exactDirection, outputsOf, type Target, type Three, targetOf } from './update.ts'

export interface Scene {
  readonly arrows: readonly { readonly at: Three; readonly along: Three; readonly speed: number }[]
  /** From points spread along the simplex's edges. */
  readonly paths: readonly Path[]
  /** From the start that the visitor chose. */
  readonly followed: Path
  /** Where the followed path has come to rest; undefined while it still moves. */
  readonly rest: Three | undefined
  readonly target: Target | undefined
}

/** Learning rate × steps that paths are followed for. */
export const DURATION = 60
/** Cells of the field along a side. */
const CELLS = 13
/** Below this speed, in probability per unit of time, a policy is at rest. */
const REST = 5e-4

export function sceneOf(
  { point, f }: Pick<Shown, 'point' | 'f'>,
  { rewards, behaviour, start, ...state }: FlowState,
): Scene {
  const direction = exactDirection(point, rewards, isOwn(point) ? tame(f) : undefined)
  const outputs = (policy: Three) => outputsOf(point, rewards, policy)
  const regime = regimeOf(state, outputs(behaviour))
  const arrows = spread(CELLS).map((at) => {
    const along = velocity(direction, outputs(at), regime)
    return { at, along, speed: Math.hypot(...along) }
  })
  const followed = pathFrom(direction, outputs(start), regime, DURATION)
  const end = followed.policies.at(-1) as Three
  const resting = regime.kind !== 'stale' && Math.hypot(...velocity(direction, outputs(end), regime)) < REST
  return {
    arrows,
    paths: starts.map((from) => pathFrom(direction, outputs(from), regime, DURATION)),
    followed,
    rest: resting ? end : undefined,
    target: targetOf(point, rewards, regime.kind === 'off' ? behaviour : undefined),
  }
}

/** No push where f is no finite number, or not there. */
const tame =
  (f: ScaleFunction = () => 0): ScaleFunction =>
  (deltaO, deltaR) => {
    const push = f(deltaO, deltaR)
    return Number.isFinite(push) ? push : 0
  }

function regimeOf(
  { regime, reuse, step }: Pick<FlowState, 'regime' | 'reuse' | 'step'>,
  behaviourOutputs: Three,
): Regime {
  switch (regime) {
    case 'on':
      return { kind: 'on' }
    case 'stale':
      return { kind: 'stale', reuse, step }
    case 'off':
      return { kind: 'off', behaviourOutputs }
  }
}

/** Near the edges, two on each and one in each corner. */
const starts: readonly Three[] = [
  [0.94, 0.03, 0.03],
  [0.03, 0.94, 0.03],
  [0.03, 0.03, 0.94],
  [0.02, 0.65, 0.33],
  [0.02, 0.33, 0.65],
  [0.65, 0.02, 0.33],
  [0.33, 0.02, 0.65],
  [0.65, 0.33, 0.02],
  [0.33, 0.65, 0.02],
].map((policy) => interior(policy as unknown as Three))
