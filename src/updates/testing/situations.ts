/** Arbitrary situations for the proofs of the catalogue. */
import fc from 'fast-check'
import type { Situation } from '../textbook/situation.ts'
import { between } from './points.ts'

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
