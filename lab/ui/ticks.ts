/** Round numbers across [low, high], both above 0, for a logarithmic axis: powers of ten and, where there is room, 2, 3 and 5 times them. */
export function logTicks(low: number, high: number): number[] {
  if (high < 3 * low) return ticks(low, high, 4)
  const factors = high < 1e3 * low ? [1, 2, 3, 5] : high < 1e6 * low ? [1, 3] : [1]
  const found: number[] = []
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++)
    for (const factor of factors) found.push(Number(`${factor}e${power}`))
  return found.filter((one) => one >= low && one <= high)
}

/** About `count` round numbers across [low, high]: steps of 1, 2 or 5 times a power of ten. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
