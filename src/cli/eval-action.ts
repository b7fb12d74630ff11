import { estimateLine, number, whole } from '../studies/format.ts'
import { type Estimate, estimate, mean } from '../studies/statistics/index.ts'
import { type Config, type Evaluation, evaluate, load } from '../training/index.ts'
import type { EvalFlags } from './eval.ts'
import { listenForInterrupt } from './interrupt.ts'
import { textList } from './table.ts'

export async function evalAction(dir: string, flags: EvalFlags): Promise<void> {
  const { config, policy } = await load(dir)
  const { episodes, seed, deterministic = false } = flags
  const interruption = listenForInterrupt(() => {})
  try {
    const { signal } = interruption
    const evaluation = await evaluate(policy, config.env, { episodes, seed, deterministic, signal })
    const overEpisodes = estimate(evaluation.returns, { resamples: 2000 })
    if (flags.json) printJson(dir, config, flags, evaluation, overEpisodes)
    else print(dir, config, flags, evaluation, overEpisodes)
  } catch (error) {
    interruption.throwIfAsked()
    throw error
  } finally {
    interruption.release()
  }
}

function print(
  dir: string,
  { env, update }: Config,
  { seed, deterministic }: EvalFlags,
  { returns, lengths, standardDeviation, regret }: Evaluation,
  overEpisodes: Estimate,
): void {
  const entries: [string, string][] = [
    [
      'episodes',
      `${whole(returns.length)} (seed ${seed}, ${deterministic ? 'most likely' : 'sampled'} actions)`,
    ],
    ['mean return', estimateLine(overEpisodes)],
    ['deviation', number(standardDeviation)],
    ['lowest, highest', `${number(Math.min(...returns))}, ${number(Math.max(...returns))}`],
    ['mean length', `${number(mean(lengths))} steps`],
    ...(regret === undefined ? [] : [['exact regret', number(regret)] as [string, string]]),
  ]
  console.log(`${env}, ${update.name}, ${dir}\n${textList(entries)}`)
}

function printJson(
  dir: string,
  { env, update }: Config,
  { seed, deterministic }: EvalFlags,
  evaluation: Evaluation,
  { interval }: Estimate,
): void {
  const facts = {
    run: dir,
    env,
    update: update.name,
    episodes: evaluation.returns.length,
    seed,
    deterministic: deterministic === true,
  }
  console.log(JSON.stringify({ ...facts, ...evaluation, interval95: interval }, null, 2))
}
