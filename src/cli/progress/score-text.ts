import { NONE, number } from '../../studies/format.ts'

/** Regret where it is known, else return. */
export const scoreText = (meanReturn: number | null, regret: number | undefined) =>
  regret === undefined
    ? `return ${meanReturn === null ? NONE : number(meanReturn)}`
    : `regret ${number(regret)}`
