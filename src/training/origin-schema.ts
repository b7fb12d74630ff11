import { z } from 'zod'

const digest = z.string().regex(/^[0-9a-f]{64}$/)

/** What a record may say of a run's `Origin`. */
export const originSchema = z.object({
  updateFile: digest.optional(),
  from: z.object({ name: z.string().max(1000), weights: digest }).optional(),
})
