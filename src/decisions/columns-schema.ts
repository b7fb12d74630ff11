import { z } from 'zod'

const columns = () => z.array(z.string().min(1)).readonly()

/** Which column of a log is what. */
export const columnsSchema = z.strictObject({
  action: z.string().min(1).default('action').describe('column of what was chosen'),
  reward: z.string().min(1).default('reward').describe('column of what that earned'),
  probability: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      `column of the probability that the choice had; null: probability, propensity, propensity_score or pscore, whichever there is, and estimated where there is none`,
    ),
  estimateProbabilities: z
    .boolean()
    .default(false)
    .describe('probabilities by a softmax regression of the action on its context, whatever the log says'),
  context: columns()
    .nullable()
    .default(null)
    .describe('columns that the policy reads; null: all that are left'),
  ignore: columns().default([]).describe('columns that it does not read'),
  categories: columns().default([]).describe('columns of categories, also where they look like numbers'),
  hashed: z
    .record(z.string(), z.int().min(2).max(65536))
    .readonly()
    .default({})
    .describe('columns of so many values that they are hashed, and into how many buckets each: {"city":64}'),
  actions: columns().nullable().default(null).describe('all actions that there are; null: those of the log'),
  actionFeatures: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('file with features of the actions, a row an action: the column of the action, and others'),
  holdOut: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe('share of the rows that nothing is learnt from, to judge policies on'),
})
