/** Which column of a log is what, and how it is read. */
export interface Columns {
  /** Column of what was chosen. */
  readonly action: string
  /** Column of what that earned. */
  readonly reward: string
  /** Column of the probability that the choice had; null: `probability`, `propensity`, `propensity_score` or `pscore`, or estimated. */
  readonly probability: string | null
  /** Whether probabilities are estimated, whatever the log says. */
  readonly estimateProbabilities: boolean
  /** Columns that the policy reads; null: all that are left. */
  readonly context: readonly string[] | null
  /** Columns that it does not read. */
  readonly ignore: readonly string[]
  /** Columns of categories, also where they look like numbers. */
  readonly categories: readonly string[]
  /** Buckets of each column that is hashed. */
  readonly hashed: Readonly<Record<string, number>>
  /** All actions that there are; null: those of the log. */
  readonly actions: readonly string[] | null
  /** File with features of the actions, a row an action; actions are then those that it has. */
  readonly actionFeatures: string | null
  /** Share of the rows that nothing is learnt from, in [0, 1). */
  readonly holdOut: number
}

/** The same; what is left out takes its default. */
export type ColumnsInput = { readonly [Name in keyof Columns]?: Columns[Name] | undefined }

/** What a column of probabilities is called where nobody says. */
export const PROBABILITY_NAMES = ['probability', 'propensity', 'propensity_score', 'pscore']
