/** An evaluation cuts episodes here that don't end by themselves, steps: a policy may have learnt to go on for ever. */
export const MAX_EPISODE_STEPS = 100_000
