/**
 * Named members of the family. Each is data; nothing downstream asks which one it is running.
 * `catalogue.test.ts` proves them equal to the gradients of their textbook losses.
 */
import type { Form } from './form.ts'
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

const clip = (low: number, high: number, dual?: number): Trust =>
  dual === undefined ? { kind: 'clip', low, high } : { kind: 'clip', low, high, dual }

const members = {
  reinforce: member('policy', 'logprob', {}, '∇ E[Â log π]; Williams 1992'),
  a2c: member('policy', 'logprob', {}, 'advantage actor-critic, ∇ E[Â log π]; Mnih et al. 2016'),
  'off-policy-pg': member(
    'policy',
    'logprob',
    { omega: 1 },
    'importance-weighted policy gradient, ∇ E[ρÂ]; Degris et al. 2012',
  ),
  impala: member('policy', 'logprob', { omega: 1, cap: 1 }, 'V-trace actor with ρ̄ = 1; Espeholt et al. 2018'),
  ppo: member(
    'policy',
    'logprob',
    { omega: 1, trust: clip(0.2, 0.2) },
    'clipped surrogate; Schulman et al. 2017',
  ),
  dapo: member('policy', 'logprob', { omega: 1, trust: clip(0.2, 0.28) }, 'clip-higher; Yu et al. 2025'),
  'ppo-dual': member(
    'policy',
    'logprob',
    { omega: 1, trust: clip(0.2, 0.2, 3) },
    'dual-clip PPO; Ye et al. 2020',
  ),
  spo: member(
    'policy',
    'logprob',
    { omega: 1, trust: { kind: 'linear', epsilon: 0.2 } },
    'Simple Policy Optimization; Xie et al. 2024',
  ),
  'spo-wide': member(
    'policy',
    'logprob',
    { omega: 1, trust: { kind: 'linear', epsilon: 0.5 } },
    'spo with a region of ε = 0.5, found by search on MinAtar: docs/results/deep-rl.md',
  ),
  cispo: member(
    'policy',
    'logprob',
    { omega: 1, cap: 1.2 },
    'clipped importance weight times ∇ log π, ε = 0.2; MiniMax 2025',
  ),
  mdpo: member(
    'policy',
    'logprob',
    { omega: 1, beta: 0.5 },
    'mirror descent, ∇(E[ρÂ] − β·KL(π‖μ)); Tomar et al. 2020',
  ),
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
    { baseline: 'partition' },
    'policy gradient with the parametric baseline F(o); form from Gummadi et al. 2022',
  ),
  ml: member(
    'value',
    'logprob',
    { alphaR: 1, alphaO: 1, beta: 1, baseline: 'normaliser' },
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
