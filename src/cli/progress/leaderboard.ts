/** The best member so far in each environment, by the mean over its finished runs. */
import type { Job } from '../../studies/job.ts'
import type { Result } from '../../training/metrics.ts'
import { scoreText } from './score-text.ts'

interface Scores {
  readonly member: string
  readonly returns: number[]
  readonly regrets: number[]
}

export class Leaderboard {
  readonly #byEnvironment = new Map<string, Map<string, Scores>>()

  add({ member, config }: Job, { status, meanReturn, regret }: Result): void {
    if (status !== 'finished' || meanReturn === null) return
    const members = this.#byEnvironment.get(config.env) ?? new Map<string, Scores>()
    this.#byEnvironment.set(config.env, members)
    const scores = members.get(member) ?? { member, returns: [], regrets: [] }
    members.set(member, scores)
    scores.returns.push(meanReturn)
    if (regret !== undefined) scores.regrets.push(regret)
  }

  /** `best ppo, return 487.1 (3 runs)`; empty before any run has ended. */
  text(env: string): string {
    const all = [...(this.#byEnvironment.get(env)?.values() ?? [])]
    if (all.length === 0) return ''
    const byRegret = all.some(({ regrets }) => regrets.length > 0)
    const badness = ({ returns, regrets }: Scores) =>
      byRegret ? (regrets.length > 0 ? mean(regrets) : Number.POSITIVE_INFINITY) : -mean(returns)
    const best = all.reduce((a, b) => (badness(b) < badness(a) ? b : a))
    const runs = best.returns.length
    const regret = best.regrets.length > 0 ? mean(best.regrets) : undefined
    return `best ${best.member}, ${scoreText(mean(best.returns), regret)}${runs > 1 ? ` (${runs} runs)` : ''}`
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
