import type { RunRecord } from '../../runs/files/index.ts'

/** Values computed from runs, kept for as long as the very same readings of those runs come again. */
export class Memo<Value> {
  readonly #byFirst = new WeakMap<RunRecord, { runs: readonly RunRecord[]; value: Value }>()

  of(runs: readonly RunRecord[], compute: () => Value): Value {
    const [first] = runs
    if (!first) return compute()
    const kept = this.#byFirst.get(first)
    if (kept?.runs.length === runs.length && kept.runs.every((run, i) => run === runs[i])) return kept.value
    const value = compute()
    this.#byFirst.set(first, { runs, value })
    return value
  }
}
