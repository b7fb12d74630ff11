/** How curves are drawn, as the address says it: over steps or time, on which scale, how smooth. */
import type { CurveAxis } from '../../src/training/metrics.ts'
import { type LinkChecks, oneOf } from '../link.ts'
import { place, visit } from '../place.ts'

export interface CurveOptions {
  readonly over: CurveAxis
  readonly logarithmic: boolean
  /** Share of the curve that a point is the mean of; 0 for none. */
  readonly smoothing: number
}

/** Percent. */
const smoothings = ['2', '5', '10', '20'] as const

/** What a link may say of them. */
export const curveLink: LinkChecks = {
  over: oneOf(['seconds']),
  y: oneOf(['log']),
  smooth: oneOf(smoothings),
}

export function curveOptions(): CurveOptions {
  const { query } = place()
  return {
    over: query['over'] === 'seconds' ? 'seconds' : 'step',
    logarithmic: query['y'] === 'log',
    smoothing: Number(smoothings.find((one) => one === query['smooth']) ?? 0) / 100,
  }
}

export const axisTitle = ({ over }: CurveOptions) =>
  over === 'step' ? 'environment steps' : 'seconds of training'

export function CurveControls() {
  const { over, logarithmic, smoothing } = curveOptions()
  return (
    <div class="row curve-controls">
      <select
        aria-label="curves over"
        value={over}
        onChange={({ currentTarget: { value } }) => visit({ over: value === 'step' ? undefined : value })}
      >
        <option value="step">over steps</option>
        <option value="seconds">over time</option>
      </select>
      <select
        aria-label="smoothing"
        value={String(100 * smoothing)}
        onChange={({ currentTarget: { value } }) => visit({ smooth: value === '0' ? undefined : value })}
      >
        <option value="0">not smoothed</option>
        {smoothings.map((one) => (
          <option key={one} value={one}>{`smoothed, ${one} %`}</option>
        ))}
      </select>
      <label class="check">
        <input
          type="checkbox"
          checked={logarithmic}
          onChange={({ currentTarget: { checked } }) => visit({ y: checked ? 'log' : undefined })}
        />
        log
      </label>
    </div>
  )
}
