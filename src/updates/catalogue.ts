/**
 * Named members of the family. Each is data; nothing downstream asks which one it is running.
 * `catalogue.test.ts` proves them equal to the gradients of their textbook losses.
 */
import type { Form } from './form.ts'
import type { PerSign, Sign } from './part.ts'
import { type Baseline, plainScale, type Reference, type ScaleParams, type UpdateSpec } from './spec.ts'
import type { Trust } from './trust/index.ts'

type Coordinates = Partial<ScaleParams> & { readonly baseline?: Baseline }

function member(
  form: Form,
  reference: Reference,
  { baseline = 'none', ...scale }: Coordinates,
  about: string,
) {
  return { form, reference, baseline, temperature: 1, scale: { ...plainScale, ...scale }, about }
}

/** A member that reads advantages and pushes log π, which most of them do, with the full weight ρ unless it says otherwise. */
const surrogate = (coordinates: Coordinates, about: string) =>
  member('policy', 'logprob', { omega: 1, ...coordinates }, about)

const clip = (low: number, high: number, beyond: { dual?: number; outside?: PerSign } = {}): Trust => ({
  kind: 'clip',
  low,
  high,
  ...beyond,
})

/** No bound for one sign of u, this one for the other. */
const only = (sign: Sign, bound: number, none: number): PerSign =>
  sign === 'up' ? { up: bound, down: none } : { up: none, down: bound }

const NO_CAP = Number.POSITIVE_INFINITY

const members = {
  reinforce: member('policy', 'logprob', {}, '∇ E[Â log π]; Williams 1992'),
  a2c: member('policy', 'logprob', {}, 'advantage actor-critic, ∇ E[Â log π]; Mnih et al. 2016'),
  'off-policy-pg': surrogate({}, 'importance-weighted policy gradient, ∇ E[ρÂ]; Degris et al. 2012'),
  impala: surrogate({ cap: 1 }, 'V-trace actor with ρ̄ = 1; Espeholt et al. 2018'),
  ppo: surrogate({ trust: clip(0.2, 0.2) }, 'clipped surrogate; Schulman et al. 2017'),
  dapo: surrogate({ trust: clip(0.2, 0.28) }, 'clip-higher; Yu et al. 2025'),
  'ppo-dual': surrogate({ trust: clip(0.2, 0.2, { dual: 3 }) }, 'dual-clip PPO; Ye et al. 2020'),
  'ppo-rollback': surrogate(
    { trust: clip(0.2, 0.2, { outside: -0.3 }) },
    'clipped surrogate that slopes back beyond its edges, by 0.3; Wang et al. 2019',
  ),
  'ppo-kl': surrogate(
    { beta: 0.5, alphaO: -2 },
    '∇(E[ρÂ] − b·KL(μ‖π)), b = 0.5: PPO with a fixed penalty; Schulman et al. 2017',
  ),
  'ppo-chi2': surrogate({ beta: 0.5, alphaO: 2 }, '∇(E[ρÂ] − b/2·χ²(π‖μ)), b = 0.5'),
  spo: surrogate({ trust: { kind: 'linear', epsilon: 0.2 } }, 'Simple Policy Optimization; Xie et al. 2024'),
  'spo-wide': surrogate(
    { trust: { kind: 'linear', epsilon: 0.5 } },
    'spo with a region of ε = 0.5, found by search on MinAtar; level with ppo at PureJaxRL’s settings: docs/results/deep-rl.md',
  ),
  ano: surrogate(
    { trust: { kind: 'redescending', epsilon: 0.2 } },
    'redescending region: pulls back beyond ε = 0.2, and lets go far out; after Zhang et al. 2026',
  ),
  p3o: surrogate(
    { trust: { kind: 'soft', sharpness: 4 } },
    'sigmoid of the ratio in place of a clip; Chen et al. 2022',
  ),
  sapo: surrogate(
    { trust: { kind: 'soft', sharpness: { up: 1, down: 1.05 } } },
    'soft adaptive gate, a little sharper for pushes down; Gao et al. 2025',
  ),
  cispo: surrogate({ cap: 1.2 }, 'clipped importance weight times ∇ log π, ε = 0.2; MiniMax 2025'),
  gppo: surrogate(
    { cap: only('up', 1.2, NO_CAP), floor: only('down', 0.8, 0) },
    "clipped surrogate whose weights stay at the edge's beyond it; Su et al. 2025",
  ),
  'ce-gppo': surrogate(
    {
      cap: only('up', 1.2, NO_CAP),
      floor: only('down', 0.8, 0),
      trust: clip(0.2, 0.2, { outside: { up: 1, down: 0.75 } }),
    },
    'gppo with 0.75 of the push below the lower edge, for the entropy; Su et al. 2025',
  ),
  topr: surrogate(
    { omega: only('down', 1, 0), cap: only('down', 1, NO_CAP) },
    'tapered off-policy REINFORCE: no weight up, min(1, ρ) down; Le Roux et al. 2025',
  ),
  aspo: surrogate(
    { omega: { up: -1, down: 1 }, trust: clip(0.2, 0.2) },
    'clipped, with the reciprocal weight for pushes up; Wang et al. 2025, without their dual clip',
  ),
  mdpo: surrogate({ beta: 0.5 }, 'mirror descent, ∇(E[ρÂ] − β·KL(π‖μ)); Tomar et al. 2020'),
  mse: member('value', 'output', { beta: 1 }, '∇ −½(r̂/τ − o)²: on-policy Q(λ) regression'),
  huber: member(
    'value',
    'output',
    { beta: 1, robust: { kind: 'huber', kappa: 1 } },
    'smooth-L1 regression of the outputs on r̂/τ; Huber 1964',
  ),
  mve: member(
    'policy',
    'output',
    { beta: 1 },
    '∇ −½Var_π(r̂/τ − o) = ∇(E_π[r̂]/τ + entropy); form from Gummadi et al. 2022',
  ),
  pgpb: member(
    'policy',
    'output',
    { baseline: 'logsumexp' },
    'policy gradient with the parametric baseline F(o); form from Gummadi et al. 2022',
  ),
  ml: member(
    'value',
    'logprob',
    { alphaR: 1, alphaO: 1, beta: 1, baseline: 'log-mean-exp' },
    'maximum-likelihood (forward-KL) fit of π to μ e^Δr/Z in a single state; of several, Z is the mean',
  ),
  'awr-centred': member(
    'policy',
    'logprob',
    { alphaR: 1 },
    'exponential-advantage weights minus their constant; after Peng et al. 2019',
  ),
}

export type MemberName = keyof typeof members

export const catalogue = Object.fromEntries(
  Object.entries(members).map(([name, point]) => [name, { name, ...point }]),
) as Readonly<Record<MemberName, UpdateSpec>>
