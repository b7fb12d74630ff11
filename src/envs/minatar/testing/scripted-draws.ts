import type { Draws } from '../game.ts'

/** Draws that are written beforehand: each the number above `low`, 0 once they have run out. */
export class ScriptedDraws implements Draws {
  /** How many numbers each draw was from. */
  readonly spans: number[] = []
  readonly #script: readonly number[]

  constructor(script: readonly number[] = []) {
    this.#script = script
  }

  integers(low: number, high: number): number {
    const value = this.#script[this.spans.length] ?? 0
    this.spans.push(high - low)
    return low + value
  }
}

/** Calls `act` once with every sequence of draws that it can make. */
export function withAllDraws(act: (draws: ScriptedDraws) => void): void {
  for (let script: number[] | undefined = []; script !== undefined; ) {
    const draws = new ScriptedDraws(script)
    act(draws)
    script = next(script, draws.spans)
  }
}

/** Counts on, the last draw fastest; undefined after the last script. */
function next(script: readonly number[], spans: readonly number[]): number[] | undefined {
  for (let i = spans.length - 1; i >= 0; i--) {
    const value = script[i] ?? 0
    if (value + 1 < spans[i]) return [...spans.slice(0, i).map((_, j) => script[j] ?? 0), value + 1]
  }
  return undefined
}
