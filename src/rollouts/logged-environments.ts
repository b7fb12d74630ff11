import type { Decisions } from '../decisions/index.ts'
import { box, discrete } from '../envs/index.ts'
import type { VectorEnvironment, VectorState } from './vector-environment.ts'

/** What begins the id of a log as an environment; its file follows. */
export const LOG = 'log:'

/** Logged decisions in the place of environments: they have spaces and rows, and nobody can step them. */
export function loggedEnvironments(decisions: Decisions, numEnvs: number): VectorEnvironment {
  const id = `${LOG}${decisions.name}`
  const state: VectorState = { environments: [], observations: [], masks: null }
  return {
    id,
    numEnvs,
    decisions,
    observationSpace: box(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, [decisions.observationSize]),
    actionSpace: discrete(decisions.features.actions.length),
    observations: new Float32Array(),
    rewards: new Float64Array(),
    terminated: new Uint8Array(),
    truncated: new Uint8Array(),
    finalObservations: new Float32Array(),
    masks: undefined,
    finalMasks: undefined,
    reset: () => {},
    step: () => {
      throw unplayable(id)
    },
    getState: () => state,
    setState: () => [],
    close: () => {},
  }
}

export const unplayable = (id: string) =>
  new Error(
    `${id} is a log of decisions, which nobody can play: formscale judge POLICY LOG says what a policy is worth`,
  )
