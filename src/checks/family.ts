/** The family itself: its members are what they claim to be, and what must hold holds. */
import { Pcg64 } from '../random/index.ts'
import { catalogue, properties } from '../updates/index.ts'
import { mismatch, onEdge } from '../updates/textbook/agreement.ts'
import { textbook } from '../updates/textbook/losses.ts'
import type { Situation } from '../updates/textbook/situation.ts'
import { type Check, type Finding, within } from './check.ts'

const SITUATIONS = 100

/** Of gradients in float64, in units of 1 + the larger of the two. */
const LIMIT = 1e-12

export const gradientCheck: Check = {
  name: 'gradients of the members',
  about: 'Each member’s cotangent is the gradient of its textbook loss, taken by dual numbers.',
  run() {
    const random = Pcg64.fromSeed(1)
    let worst = 0
    for (let i = 0; i < SITUATIONS; i++) {
      const situation = drawSituation(random)
      for (const spec of Object.values(catalogue)) {
        if (onEdge(spec.scale, situation)) continue
        for (const claim of textbook[spec.name as keyof typeof textbook])
          worst = Math.max(worst, mismatch(spec, claim, situation))
      }
    }
    const members = Object.keys(catalogue).length
    return within(worst, LIMIT, `${members} members × ${SITUATIONS} situations, largest error`)
  },
}

/** A state with some actions, outputs then and now, and returns. */
function drawSituation(random: Pcg64): Situation {
  const actions = random.integers(2, 9)
  const draw = (range: number) => Array.from({ length: actions }, () => random.uniform(-range, range))
  const outputs = draw(3)
  const moved = draw(random.integers(0, 2) === 0 ? 0.4 : 4)
  return {
    outputs,
    behaviourOutputs: outputs.map((output, a) => output + moved[a]),
    returns: draw(3),
    value: random.uniform(-3, 3),
    temperature: random.uniform(0.6, 5),
    action: random.integers(0, actions),
  }
}

const STEPS = 17
const RANGE = 4

export const propertyCheck: Check = {
  name: 'properties of the members',
  about: 'Agreement on-policy, first order, monotone, self-limiting, rest point, bounded: wherever claimed.',
  run(): Finding {
    let tried = 0
    for (const { name, scale } of Object.values(catalogue)) {
      for (const property of properties) {
        if (!property.applies(scale)) continue
        tried++
        for (let i = 0; i < STEPS * STEPS; i++) {
          const deltaO = RANGE * ((2 * (i % STEPS)) / (STEPS - 1) - 1)
          const deltaR = RANGE * ((2 * Math.floor(i / STEPS)) / (STEPS - 1) - 1)
          if (!property.holds(scale, deltaO, deltaR))
            return { passed: false, detail: `${name}: ${property.name} fails at Δo ${deltaO}, Δr ${deltaR}` }
        }
      }
    }
    return { passed: true, detail: `${tried} claims, each at ${STEPS * STEPS} points` }
  },
}
