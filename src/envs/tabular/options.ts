/** Throws, naming the option, unless `value` is an integer from `low` to `high`. */
export function requireInteger(id: string, name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new Error(`${id}: option ${name} must be an integer from ${low} to ${high}, got ${value}`)
  }
}

/** Throws, naming the option, unless `value` is a finite number ≥ 0. */
export function requireNoise(id: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) {
    throw new Error(`${id}: option noise must be a number ≥ 0, got ${value}`)
  }
}

/** Throws, naming the option, unless `value` is in [0, 1]. */
export function requireProbability(id: string, name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) {
    throw new Error(`${id}: option ${name} must be a probability from 0 to 1, got ${value}`)
  }
}
