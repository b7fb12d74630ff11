/** The wrappers that an environment's id may ask for, as `CartPole-v1?maxEpisodeSteps=1000&frameStack=4`. */
import type { Environment } from '../environment.ts'
import { shown } from '../invalid.ts'
import { clipActions, rescaleActions } from './actions.ts'
import { frameStack, MAX_FRAMES } from './frame-stack.ts'
import { scaleObservations } from './observations.ts'
import { clipRewards, scaleRewards } from './rewards.ts'
import { timeLimit } from './time-limit.ts'

/** What a wrapper's value may be: a range of numbers, or `true`. */
export type WrapperValue =
  | { readonly kind: 'number'; readonly low: number; readonly high: number; readonly whole: boolean }
  | { readonly kind: 'true' }

export interface WrapperById {
  /** One line for people. */
  readonly about: string
  readonly value: WrapperValue
  /** Whether returns are no longer those of the environment by itself. */
  readonly changesReturns: boolean
  apply(env: Environment, value: number): Environment
}

export const wrappersById = {
  maxEpisodeSteps: {
    about: 'episodes are truncated after so many steps, in place of the time limit that there is',
    value: { kind: 'number', low: 1, high: 1e9, whole: true },
    changesReturns: true,
    apply: timeLimit,
  },
  frameStack: {
    about: 'the last so many observations as one: images along channels, vectors along their length',
    value: { kind: 'number', low: 1, high: MAX_FRAMES, whole: true },
    changesReturns: false,
    apply: frameStack,
  },
  scaleObservations: {
    about: 'observations from 0 to 1, mapped from their bounds: pixels, say',
    value: { kind: 'true' },
    changesReturns: false,
    apply: scaleObservations,
  },
  rescaleActions: {
    about: 'continuous actions from −1 to 1, mapped to their bounds',
    value: { kind: 'true' },
    changesReturns: false,
    apply: (env) => rescaleActions(env),
  },
  clipActions: {
    about: 'continuous actions are clipped to their bounds before the environment sees them',
    value: { kind: 'true' },
    changesReturns: true,
    apply: clipActions,
  },
  scaleRewards: {
    about: 'rewards times this',
    value: { kind: 'number', low: -1e6, high: 1e6, whole: false },
    changesReturns: true,
    apply: scaleRewards,
  },
  clipRewards: {
    about: 'rewards within ± this',
    value: { kind: 'number', low: 0, high: 1e6, whole: false },
    changesReturns: true,
    apply: clipRewards,
  },
} as const satisfies Readonly<Record<string, WrapperById>>

export type WrapperName = keyof typeof wrappersById

/** A wrapper that an id asks for, with its value; 1 for `true`. */
export type WrapperCall = readonly [name: WrapperName, value: number]

export const wrapperNames = Object.keys(wrappersById) as WrapperName[]

export const isWrapperName = (name: string): name is WrapperName => Object.hasOwn(wrappersById, name)

/** @throws Error, naming the wrapper, for a value that it doesn't take. */
export function wrapperCall(id: string, name: WrapperName, value: unknown): WrapperCall {
  const takes: WrapperValue = wrappersById[name].value
  if (takes.kind === 'true') {
    if (value === true || value === '') return [name, 1]
    throw new Error(`${id}: ${name} is ${shown(value)}; write ${name}=true, or leave it out`)
  }
  const { low, high, whole } = takes
  const fits =
    typeof value === 'number' && value >= low && value <= high && (!whole || Number.isInteger(value))
  if (fits) return [name, value]
  throw new Error(`${id}: ${name} is ${shown(value)}; it must be ${valueText(takes)}`)
}

/** The environment with the wrappers around it, the first innermost. */
export const wrapped = (env: Environment, calls: readonly WrapperCall[]): Environment =>
  calls.reduce((inner, [name, value]) => wrappersById[name].apply(inner, value), env)

/** `a whole number from 1 to 1,000`, `true`. */
export const valueText = (value: WrapperValue): string =>
  value.kind === 'true'
    ? 'true'
    : `a ${value.whole ? 'whole ' : ''}number from ${bound(value.low)} to ${bound(value.high)}`

const bound = (value: number) => value.toLocaleString('en').replace('-', '−')
