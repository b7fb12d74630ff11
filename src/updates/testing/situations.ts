/** One state for the catalogue's proofs: the data an update sees, and what the exact expectations need. */
import fc from 'fast-check'
import { between } from './points.ts'

export interface Situation {
  /** o(s,·) and o_μ(s,·). */
  readonly outputs: readonly number[]
  readonly behaviourOutputs: readonly number[]
  /** r̂(s,·) and V(s), in units of reward. */
  readonly returns: readonly number[]
  readonly value: number
  readonly temperature: number
  readonly action: number
}

export const situations: fc.Arbitrary<Situation> = fc
  .record({
    actions: fc.array(
      // The behaviour policy is near, as between the epochs of a rollout, or anywhere.
      fc.tuple(between(-3, 3), fc.oneof(between(-0.4, 0.4), between(-4, 4)), between(-3, 3)),
      { minLength: 2, maxLength: 8 },
    ),
    value: between(-3, 3),
    temperature: between(0.6, 5),
    choice: fc.nat(7),
  })
  .map(({ actions, choice, ...rest }) => ({
    ...rest,
    outputs: actions.map(([output]) => output),
    behaviourOutputs: actions.map(([output, moved]) => output + moved),
    returns: actions.map(([, , estimate]) => estimate),
    action: choice % actions.length,
  }))

export const logSumExp = (outputs: readonly number[]) =>
  Math.log(outputs.reduce((total, o) => total + Math.exp(o), 0))
export const logProbabilities = (outputs: readonly number[]) => outputs.map((o) => o - logSumExp(outputs))
export const probabilities = (outputs: readonly number[]) => logProbabilities(outputs).map(Math.exp)

/** μ(·|s). */
export const behaviour = ({ behaviourOutputs }: Situation) => probabilities(behaviourOutputs)
