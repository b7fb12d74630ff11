/** An update: a point of the family, form × scale, and how Δo and Δr are read off the data. */
import type { Scheduled, ScheduleInput } from '../schedules/index.ts'
import type { Form } from './form.ts'
import { parameters } from './parameters.ts'
import type { PerSign } from './part.ts'
import type { Robust } from './robust/index.ts'
import type { Trust } from './trust/index.ts'

/**
 * A point of the scaling family. Ranges are those that {@link resolveScale} accepts. Where a number may also be
 * `{ up, down }`, `up` holds where the residual u is above 0, `down` where it is below.
 */
export interface ScaleParams {
  /** αr in [−100, 100]: utility of the evidence. > 0 favours large surprises, < 0 saturates them, 0 linear. */
  readonly alphaR: number
  /** αo in [−100, 100]: how distance is charged. 0 linear (squared error), 1 exponential (likelihood ratio). */
  readonly alphaO: number
  /** β in [0, 1e6]: price of distance. 0: a direction only; > 0: a target at Δo = Δr/β when αr = αo. */
  readonly beta: number
  /** ω in [−1, 1]: exponent of the importance weight e^{ωΔo}. 0: none, 1: full, < 0: the reciprocal, tempered. */
  readonly omega: PerSign
  /** Lower bound of the importance weight, in [0, 1]. */
  readonly floor: PerSign
  /** Upper bound of the importance weight, in [1, Infinity]; Infinity means none. */
  readonly cap: PerSign
  /** T, by its kind and the numbers of that kind. */
  readonly trust: Trust
  /** ψ, by its kind and the numbers of that kind. */
  readonly robust: Robust
}

/** The parameters when nothing is asked for: f(Δo, Δr) = Δr, the plain policy gradient. */
export const plainScale: ScaleParams = {
  alphaR: parameters.alphaR.absent,
  alphaO: parameters.alphaO.absent,
  beta: parameters.beta.absent,
  omega: parameters.omega.absent,
  floor: parameters.floor.absent,
  cap: parameters.cap.absent,
  trust: { kind: 'none' },
  robust: { kind: 'none' },
}

/**
 * Two readings of (Δo, Δr), both in logits; r̂ is a λ-return, Â = r̂ − V(s), τ the temperature:
 *
 * - `logprob` (policy): Δo = log π(a|s) − log μ(a|s), Δr = Â(s,a)/τ. The critic V is a network of its own.
 * - `output` (value): Δo = o(s,a) − o_μ(s,a), Δr = r̂(s,a)/τ − o_μ(s,a). The outputs are action values / τ,
 *   and the critic is tied to them.
 */
export type Reference = 'logprob' | 'output'

export const references: readonly Reference[] = ['logprob', 'output']

/**
 * What else is taken from the evidence:
 *
 * - `none`.
 * - `logsumexp` (reference `output`): Δr = r̂/τ − F(o(s,·)), F = logsumexp, in place of − o_μ(s,a).
 * - `log-mean-exp` (reference `logprob`): Δr − log Z, Z = E_μ[e^Δr], estimated over the minibatch: one Z for all its states.
 */
export type Baseline = 'none' | 'logsumexp' | 'log-mean-exp'

export const baselines: readonly Baseline[] = ['none', 'logsumexp', 'log-mean-exp']

/** f with its parameters fixed: (Δo, Δr) in logits → push, finite. */
export type ScaleFunction = (deltaO: number, deltaR: number) => number

/** An update that is a point of the family. */
export interface UpdateSpec {
  /** What it is called: a member of the catalogue, or a name of your own. */
  readonly name: string
  /** What f multiplies. */
  readonly form: Form
  /** How Δo and Δr are read. */
  readonly reference: Reference
  /** What else is taken off the evidence. */
  readonly baseline: Baseline
  /** τ in [1e-6, 1e6]: units of reward per logit. */
  readonly temperature: number
  /** f, by its parameters. */
  readonly scale: ScaleParams
  /** One sentence: what it equals, and the source. */
  readonly about: string
}

/** Stands for an f that is code of the user's own, in settings and files, which can't hold a function. */
export interface CodeScale {
  /** The file whose default export it is, or the name of the update that it came with. */
  readonly own: string
}

/** An f that is written down: data, which settings and files hold whole. */
export interface FormulaScale {
  /** f(Δo, Δr) as text, such as `exp(Δo) * (Δr - k * tanh(Δo))`; docs/updates.md has its words. */
  readonly formula: string
  /** The numbers that it calls by name, such as `{ k: 0.5 }`, each in [−1e6, 1e6]. */
  readonly numbers: Readonly<Record<string, number>>
}

/** An update whose f is code, which files only name. */
export interface CodeUpdate extends Omit<UpdateSpec, 'scale'> {
  /** Stands for the code. */
  readonly scale: CodeScale
}

/** An update whose f is a formula. */
export interface FormulaUpdate extends Omit<UpdateSpec, 'scale'> {
  /** The formula and its numbers. */
  readonly scale: FormulaScale
}

/** An update with an f of the user's own: any f at all, without coordinates. */
export type OwnUpdate = CodeUpdate | FormulaUpdate

/** A point of the family, or an update with an f of the user's own. */
export type Update = UpdateSpec | OwnUpdate

/** An update whose numbers may change while it trains. */
export type ScheduledUpdate = Scheduled<UpdateSpec> | Scheduled<OwnUpdate>

/** An update as a program gives it; what is left out has its default, and numbers may be schedules. */
export interface UpdateInput extends Partial<Scheduled<Omit<UpdateSpec, 'scale'>, ScheduleInput>> {
  /** Parameters of the family, or f itself. */
  readonly scale?:
    | Partial<Scheduled<ScaleParams, ScheduleInput>>
    | ScaleFunction
    | CodeScale
    | Pick<FormulaScale, 'formula'>
    | Scheduled<FormulaScale, ScheduleInput>
}

const has = (scale: unknown, key: string) => typeof scale === 'object' && scale !== null && key in scale

export const isCodeScale = (scale: unknown): scale is CodeScale => has(scale, 'own')
export const isFormulaScale = (scale: unknown): scale is Pick<FormulaScale, 'formula'> =>
  has(scale, 'formula')

/** Whether f is of the user's own, code or a formula, and has no coordinates. */
export const isOwn = (update: ScheduledUpdate): update is Scheduled<OwnUpdate> =>
  isCode(update) || isFormula(update)
/** Whether f is code of the user's own. */
export const isCode = (update: ScheduledUpdate): update is Scheduled<CodeUpdate> => isCodeScale(update.scale)
/** Whether f is a formula. */
export const isFormula = (update: ScheduledUpdate): update is Scheduled<FormulaUpdate> =>
  isFormulaScale(update.scale)
