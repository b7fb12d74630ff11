/** Axes of the figures. */

/** A tick's number, short: 0.02, 450, 50k, 2M. */
export function tick(value: number): string {
  const size = Math.abs(value)
  const [unit, letter] = size >= 1e6 ? [1e6, 'M'] : size >= 1e4 ? [1e3, 'k'] : [1, '']
  return `${Number((value / unit).toPrecision(6))}${letter}`.replace('-', '−')
}

export type Axis =
  | { readonly type: 'linear'; readonly nice: true; readonly ticks: number }
  | { readonly type: 'linear'; readonly domain: [number, number]; readonly ticks: number }
  | { readonly type: 'log'; readonly domain: [number, number]; readonly ticks: number[] }

/** A linear axis over round numbers around all values. */
export const linearAxis = (ticks: number): Axis => ({ type: 'linear', nice: true, ticks })

/** A logarithmic axis over the values, with ticks at 1, 2 and 5 times powers of ten, or at powers alone; linear where that gives too few. */
export function logAxis(values: readonly number[], linearTicks: number): Axis {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const exponents = Array.from({ length: 24 }, (_, i) => i - 12)
  const within = (digits: readonly number[]) =>
    exponents
      .flatMap((exponent) => digits.map((digit) => Number(`${digit}e${exponent}`)))
      .filter((value) => value >= low && value <= high)
  const fine = within([1, 2, 5])
  const ticks = fine.length > linearTicks + 2 ? within([1]) : fine
  return low > 0 && ticks.length >= 2 ? { type: 'log', domain: [low, high], ticks } : linearAxis(linearTicks)
}
