/** What a run was made of beside its settings, as its record has it. */
export interface Origin {
  /** SHA-256 of the file of an f of its own. */
  readonly updateFile?: string | undefined
  /** What its weights were taken from: a name, and their SHA-256. */
  readonly from?: { readonly name: string; readonly weights: string } | undefined
}
