import { NONE, number } from '../../studies/format.ts'

/** Regret where it is known, the value by the log where the data is one, else return. */
export function scoreText(meanReturn: number | null, regret?: number, policyValue?: number): string {
  if (regret !== undefined) return `regret ${number(regret)}`
  if (policyValue !== undefined) return `value ${number(policyValue)}`
  return `return ${meanReturn === null ? NONE : number(meanReturn)}`
}
