/**
 * The textbook losses as their papers write them, to maximise, and where they were published: for pages that show a
 * member. `sg` stops the gradient; ρ = π/μ. In the notation of the lab's formulas: `_` and `^` are scripts, `\hat{}`,
 * `\frac{}{}` and `\,` are TeX's.
 */
import type { MemberName } from '../catalogue.ts'

/** A formula, or one with alternatives behind a brace: value and condition, formulas of the condition between dollars. */
export type WrittenFormula =
  | string
  | { readonly left: string; readonly cases: readonly (readonly [value: string, where: string])[] }

export interface Written {
  readonly loss: readonly WrittenFormula[]
  readonly source: string
}

const advantage = '\\hat{A}'
const weighted = (about: string): string => `L = E_μ [${about}]`
const UP = `where $${advantage} > 0$`
const DOWN = `where $${advantage} < 0$`

const surrogate = (low: string, high: string) =>
  weighted(`min(ρ ${advantage}, clip(ρ, ${low}, ${high}) ${advantage})`)

/** A stopped weight w times the advantage and log π. */
const stopped = (
  ...cases: readonly (readonly [value: string, where: string])[]
): readonly WrittenFormula[] => [weighted(`sg(w) ${advantage} log\\,π`), { left: 'w =', cases }]

const linearRegion = (epsilon: string) =>
  weighted(`ρ ${advantage} − \\frac{|${advantage}|}{2·${epsilon}} (ρ − 1)^2`)

const PPO =
  'Schulman, Wolski, Dhariwal, Radford, Klimov 2017, Proximal Policy Optimization Algorithms, arXiv 1707.06347'
const GUMMADI =
  'Gummadi, Kumar, Wen, Schuurmans 2022, A Parametric Class of Approximate Gradient Updates for Policy Optimization, ICML'
const SPO = 'Xie et al. 2024, Simple Policy Optimization, arXiv 2401.16025'
const policyGradient = [weighted(`${advantage} log\\,π`)]

export const written: Readonly<Record<MemberName, Written>> = {
  reinforce: {
    loss: policyGradient,
    source: 'Williams 1992, Simple statistical gradient-following algorithms, Machine Learning 8',
  },
  a2c: {
    loss: policyGradient,
    source: 'Mnih et al. 2016, Asynchronous Methods for Deep Reinforcement Learning, arXiv 1602.01783',
  },
  'off-policy-pg': {
    loss: [weighted(`ρ ${advantage}`)],
    source: 'Degris, White, Sutton 2012, Off-Policy Actor-Critic, arXiv 1205.4839',
  },
  impala: {
    loss: [weighted(`sg(min(ρ, 1)) ${advantage} log\\,π`)],
    source: 'Espeholt et al. 2018, IMPALA, arXiv 1802.01561',
  },
  ppo: { loss: [surrogate('0.8', '1.2')], source: PPO },
  dapo: { loss: [surrogate('0.8', '1.28')], source: 'Yu et al. 2025, DAPO, arXiv 2503.14476' },
  'ppo-dual': {
    loss: [
      {
        left: 'L = E_μ',
        cases: [
          [`min(ρ ${advantage}, clip(ρ, 0.8, 1.2) ${advantage})`, `where $${advantage} ≥ 0$`],
          [`max(min(ρ ${advantage}, clip(ρ, 0.8, 1.2) ${advantage}), 3 ${advantage})`, DOWN],
        ],
      },
    ],
    source: 'Ye et al. 2020, Mastering Complex Control in MOBA Games with Deep RL, arXiv 1912.09729',
  },
  'ppo-rollback': {
    loss: [
      weighted(`G ${advantage}`),
      {
        left: 'G =',
        cases: [
          ['1.2 − 0.3 (ρ − 1.2)', `${UP} and $ρ > 1.2$`],
          ['0.8 − 0.3 (ρ − 0.8)', `${DOWN} and $ρ < 0.8$`],
          ['ρ', 'elsewhere'],
        ],
      },
    ],
    source: 'Wang, He, Tan 2019, Truly Proximal Policy Optimization, arXiv 1903.07940',
  },
  'ppo-kl': { loss: [`${weighted(`ρ ${advantage}`)} − 0.5 · KL(μ ‖ π)`], source: PPO },
  'ppo-chi2': {
    loss: [`${weighted(`ρ ${advantage}`)} − 0.25 · χ^2(π ‖ μ)`],
    source: 'the χ² penalty in the place of the KL penalty of PPO',
  },
  spo: { loss: [linearRegion('0.2')], source: SPO },
  'spo-wide': { loss: [linearRegion('0.5')], source: SPO },
  ano: {
    loss: [
      {
        left: 'L = E_μ',
        cases: [
          [`G(ρ) ${advantage}`, UP],
          [`(2 − G(2 − ρ)) ${advantage}`, DOWN],
        ],
      },
      'G = \\frac{45}{16} k (\\frac{1}{2} log\\,σ(2x) − 2 σ(x))',
      'x = \\frac{ρ − 1.2}{k} \\quad k = \\frac{0.2}{log\\,2}',
    ],
    source: 'after Zhang et al. 2026, ANO, arXiv 2605.02320',
  },
  p3o: {
    loss: [weighted(`\\frac{4}{k} σ(k (ρ − 1)) ${advantage}`), 'k = 4'],
    source: 'Chen et al. 2022, The Sufficiency of Off-Policyness and Soft Clipping, arXiv 2205.10047',
  },
  sapo: {
    loss: [
      weighted(`\\frac{4}{k} σ(k (ρ − 1)) ${advantage}`),
      {
        left: 'k =',
        cases: [
          ['1', UP],
          ['1.05', DOWN],
        ],
      },
    ],
    source: 'Gao et al. 2025, Soft Adaptive Policy Optimization, arXiv 2511.20347',
  },
  cispo: {
    loss: [weighted(`sg(min(ρ, 1.2)) ${advantage} log\\,π`)],
    source: 'MiniMax 2025, MiniMax-M1, arXiv 2506.13585',
  },
  gppo: {
    loss: stopped(['min(ρ, 1.2)', UP], ['max(ρ, 0.8)', DOWN]),
    source: 'Su et al. 2025, Klear-Reasoner: gradient-preserving clipping, arXiv 2508.07629',
  },
  'ce-gppo': {
    loss: stopped(['min(ρ, 1.2)', UP], ['0.75 · 0.8', `${DOWN} and $ρ < 0.8$`], ['ρ', 'elsewhere']),
    source: 'Su et al. 2025, CE-GPPO, arXiv 2509.20712',
  },
  topr: {
    loss: stopped(['1', UP], ['min(ρ, 1)', DOWN]),
    source: 'Le Roux et al. 2025, Tapered Off-Policy REINFORCE, arXiv 2503.14286',
  },
  aspo: {
    loss: stopped(['1/ρ', `${UP} and $ρ ≤ 1.2$`], ['ρ', `${DOWN} and $ρ ≥ 0.8$`], ['0', 'elsewhere']),
    source: 'Wang et al. 2025, ASPO, arXiv 2510.06062; without their dual clip',
  },
  mdpo: {
    loss: [`L = E_π [${advantage}] − 0.5 · KL(π ‖ μ)`],
    source: 'Tomar, Shani, Efroni, Ghavamzadeh 2020, Mirror Descent Policy Optimization, arXiv 2005.09814',
  },
  mse: {
    loss: ['L = −\\frac{1}{2} E_μ [(\\hat{r}/τ − o(s, a))^2]'],
    source: 'regression of action values on λ-returns: Q(λ), on-policy',
  },
  huber: {
    loss: [
      'L = −E_μ [H(\\hat{r}/τ − o(s, a))]',
      {
        left: 'H(x) =',
        cases: [
          ['x^2 / 2', 'where $|x| < 1$'],
          ['|x| − 1/2', 'elsewhere'],
        ],
      },
    ],
    source: 'Huber 1964, Robust Estimation of a Location Parameter, Annals of Mathematical Statistics 35',
  },
  mve: {
    loss: ['L = −\\frac{1}{2} Var_{sg(π)}(\\hat{r}/τ − o)', '\\quad or \\quad L = E_π [\\hat{r}]/τ + H(π)'],
    source: `the form: ${GUMMADI}`,
  },
  pgpb: {
    loss: ['L = E_π [sg(\\hat{r}/τ − F(o)) log\\,π] \\quad F(o) = log\\,Σ_a e^{o(s, a)}'],
    source: `the form: ${GUMMADI}`,
  },
  ml: {
    loss: [`L = E_μ [\\frac{1}{Z} e^{${advantage}} log\\,π] \\quad Z = E_μ [e^{${advantage}}]`],
    source: 'maximum likelihood of the tilted policy: a forward-KL fit',
  },
  'awr-centred': {
    loss: [weighted(`(e^{${advantage}} − 1) log\\,π`)],
    source: 'after Peng, Kumar, Zhang, Levine 2019, Advantage-Weighted Regression, arXiv 1910.00177',
  },
}
