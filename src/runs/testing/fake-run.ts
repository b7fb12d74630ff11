/** Run folders for tests, written without training. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ConfigInput, resolveConfig } from '../../training/config.ts'
import type { Metrics, Result } from '../../training/metrics.ts'

export interface FakeRun {
  readonly settings?: Partial<ConfigInput>
  /** Mean return after each update of 100 steps. */
  readonly returns: readonly (number | null)[]
  readonly regrets?: readonly number[]
  readonly status?: Result['status'] | 'killed'
}

export function writeFakeRun(
  folder: string,
  { settings, returns, regrets, status = 'finished' }: FakeRun,
): void {
  mkdirSync(folder, { recursive: true })
  const config = resolveConfig({ env: 'CartPole-v1', totalSteps: 100 * returns.length, ...settings })
  const rows = returns.map((meanReturn, i) => rowOf(i + 1, meanReturn, regrets?.[i]))
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ formscale: '1.2.3', node: 'v20.0.0', kernels: 'simd', config }),
  )
  writeFileSync(join(folder, 'metrics.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  if (status !== 'killed') writeFileSync(join(folder, 'result.json'), JSON.stringify(resultOf(rows, status)))
}

function rowOf(update: number, meanReturn: number | null, regret?: number): Metrics {
  return {
    update,
    step: 100 * update,
    episodes: update,
    meanReturn,
    meanLength: meanReturn,
    policyLoss: 0,
    valueLoss: 1,
    entropy: 0.5,
    approxKl: 0.01,
    clipFraction: 0.1,
    meanAbsF: 1,
    explainedVariance: 0.5,
    gradNorm: 1,
    learningRate: 1e-3,
    ...(regret === undefined ? {} : { regret }),
    stepsPerSecond: 1000,
    seconds: update / 10,
  }
}

function resultOf(rows: readonly Metrics[], status: Result['status']): Result {
  const { step, update, episodes, meanReturn, regret, seconds, stepsPerSecond } = rows[rows.length - 1]
  return {
    status,
    steps: step,
    updates: update,
    episodes,
    meanReturn,
    ...(regret === undefined ? {} : { regret }),
    seconds,
    stepsPerSecond,
  }
}

/** A study of `ppo` and `spo` on CartPole and Acrobot, three seeds each. */
export function writeFakeStudy(folder: string): void {
  for (const [update, best] of [
    ['ppo', 100],
    ['spo', 80],
  ] as const)
    for (const env of ['CartPole-v1', 'Acrobot-v1'])
      for (const seed of [1, 2, 3])
        writeFakeRun(join(folder, env, update, `seed-${seed}`), {
          returns: [1, best / 2, best + seed],
          settings: { env, update, seed },
        })
}
