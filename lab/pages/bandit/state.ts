/** What the page races, as its address says it. */
import { MAX_SEED } from '../../../src/settings/limits.ts'
import type { ConfigInput } from '../../../src/training/config.ts'
import { oneOf as among, type LinkChecks, wholeNumber } from '../../link.ts'
import { place } from '../../place.ts'
import { pointAt, problemsAt, titleOf } from '../../points/address.ts'

export interface State {
  /** Addresses of the points that race; at most {@link MAX_RACERS}. */
  readonly racers: readonly string[]
  readonly seed: number
  readonly steps: Steps
  readonly batch: Batch
  readonly epochs: Epochs
  readonly rate: Rate
  readonly data: Data
}

export const MAX_RACERS = 6

export const stepChoices = ['10000', '40000', '100000', '400000'] as const
export const batchChoices = ['32', '64', '128', '256', '512'] as const
export const epochChoices = ['1', '2', '4', '8', '16', '32'] as const
export const rateChoices = ['0.0003', '0.001', '0.003', '0.01'] as const
export const dataChoices = ['fresh', 'log'] as const
type Steps = (typeof stepChoices)[number]
type Batch = (typeof batchChoices)[number]
type Epochs = (typeof epochChoices)[number]
type Rate = (typeof rateChoices)[number]
type Data = (typeof dataChoices)[number]

/** What a link to the page may say. */
export const link: LinkChecks = {
  race: (text) => text.split(';').filter(Boolean).flatMap(problemsAt),
  seed: wholeNumber(0, MAX_SEED),
  steps: among(stepChoices),
  batch: among(batchChoices),
  epochs: among(epochChoices),
  rate: among(rateChoices),
  data: among(dataChoices),
}

const defaults = ['ppo', 'a2c', 'spo', 'mse,tau:0.05']

export function state(): State {
  const { query } = place()
  const seed = Number(query['seed'] ?? 1)
  const racers = query['race']?.split(';').filter(Boolean) ?? defaults
  return {
    racers: [...new Set(racers)].slice(0, MAX_RACERS),
    seed: Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED ? seed : 1,
    steps: oneOf(stepChoices, query['steps'], '40000'),
    batch: oneOf(batchChoices, query['batch'], '64'),
    epochs: oneOf(epochChoices, query['epochs'], '8'),
    rate: oneOf(rateChoices, query['rate'], '0.001'),
    data: oneOf(dataChoices, query['data'], 'fresh'),
  }
}

const oneOf = <T extends string>(choices: readonly T[], given: string | undefined, otherwise: T): T =>
  choices.find((choice) => choice === given) ?? otherwise

/** Environments stepped side by side. */
const ENVIRONMENTS = 8

/** The settings of each racer's run. */
export function configsOf({ racers, seed, steps, batch, epochs, rate, data }: State): ConfigInput[] {
  return racers.map((racer) => ({
    env: 'Bandit2D-v0',
    update: { ...pointAt(racer), name: titleOf(racer) },
    seed,
    totalSteps: Number(steps),
    numEnvs: ENVIRONMENTS,
    rolloutSteps: Number(batch) / ENVIRONMENTS,
    epochs: Number(epochs),
    minibatches: 1,
    data,
    entropyCoefficient: 0,
    valueClip: null,
    optimiser: { learningRate: Number(rate), schedule: 'constant' },
  }))
}

/** What a racer is called: its own name and what it changes. */
export function nameOf(racer: string): string {
  const { scale } = pointAt(racer)
  if ('formula' in scale) return `f = ${scale.formula}`
  const [base, ...changed] = racer.split(',')
  return [base, ...changed.map((part) => part.replace(':', ' ').replaceAll(':', ' / '))].join(', ')
}
