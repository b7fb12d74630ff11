import { number } from '../../../src/studies/format.ts'
import { colourOf } from '../../../src/studies/report/theme.ts'
import type { Estimate } from '../../../src/studies/statistics/index.ts'

type Range = readonly [low: number, high: number]

/** What holds all of them, with some room. */
export function rangeOf(estimates: readonly (Estimate | null)[]): Range {
  const ends = estimates.flatMap((estimate) =>
    estimate
      ? [estimate.value, estimate.interval?.low ?? estimate.value, estimate.interval?.high ?? estimate.value]
      : [],
  )
  if (ends.length === 0) return [0, 1]
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const room = 0.06 * (high - low) || Math.abs(high) || 1
  return [low - room, high + room]
}

interface IntervalProps {
  readonly estimate: Estimate | null
  readonly range: Range
  readonly colour: number
}

/** A number and its interval, as a dot on a bar. */
export function Interval({ estimate, range: [low, high], colour }: IntervalProps) {
  if (!estimate) return <div class="interval" />
  const { value, interval } = estimate
  const at = (one: number) => `${(100 * (one - low)) / (high - low)}%`
  const words = interval
    ? `${number(value)}, from ${number(interval.low)} to ${number(interval.high)}`
    : number(value)
  return (
    <div class="interval" style={{ '--swatch': colourOf(colour) }} role="img" aria-label={words}>
      {interval && (
        <span
          class="reach"
          style={{
            left: at(interval.low),
            width: `${(100 * (interval.high - interval.low)) / (high - low)}%`,
          }}
        />
      )}
      <span class="value" style={{ left: at(value) }} />
    </div>
  )
}
