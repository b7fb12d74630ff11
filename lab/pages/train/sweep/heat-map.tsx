/** Final returns over one or two parameters, a cell each, filling in as runs end. */
import { shortPath } from '../../../../src/updates/index.ts'
import { visit } from '../../../place.ts'
import { figure } from '../../../ui/numbers.ts'
import type { Cell } from './plan.ts'
import type { Sweep } from './pool.ts'
import { finalOf } from './results.ts'

export function HeatMap({ sweep }: { readonly sweep: Sweep }) {
  const { axes, cells } = sweep.plan
  const [x, y] = axes
  const finals = cells.map((_, i) => finalOf(sweep.runsOf(i))?.value)
  const known = finals.filter((value) => value !== undefined)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const levelOf = (value: number) => (high > low ? (value - low) / (high - low) : 0.5)
  const rows = y?.values ?? ['final return']
  const paths = axes.map(({ path }) => path)
  return (
    <div class="heat">
      <table>
        <caption class="note">
          Mean final return over {sweep.plan.seeds} {sweep.plan.seeds === 1 ? 'seed' : 'seeds'}; press a cell
          to take its settings.
        </caption>
        <thead>
          <tr>
            <th scope="col" class="axes">
              {y && <span>{shortPath(y.path, paths)} ↓</span>} <span>{shortPath(x.path, paths)} →</span>
            </th>
            {x.values.map((value) => (
              <th key={value} scope="col" class="end">
                {value}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, j) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {x.values.map((column, i) => {
                // Cells go along y first.
                const at = i * rows.length + j
                return (
                  <HeatCell
                    key={column}
                    sweep={sweep}
                    at={at}
                    cell={cells[at]}
                    level={finals[at] === undefined ? undefined : levelOf(finals[at])}
                  />
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface HeatCellProps {
  readonly sweep: Sweep
  readonly at: number
  readonly cell: Cell
  /** Between the least, 0, and the greatest final return, 1. */
  readonly level: number | undefined
}

function HeatCell({ sweep, at, cell, level }: HeatCellProps) {
  const runs = sweep.runsOf(at)
  const final = finalOf(runs)
  const done = runs.filter(({ state }) => state === 'done').length
  const name = sweep.plan.axes.map(({ path }, i) => `${path} ${cell.values[i]}`).join(', ')
  return (
    <td class={level === undefined ? 'waiting' : ''} style={{ '--level': level ?? 0 }}>
      <button type="button" title={`take ${name}`} onClick={() => visit(cell.query)}>
        <output aria-live="off">{final ? figure(final.value, 3) : '…'}</output>
        <small>
          {final?.interval && done === runs.length
            ? `${figure(final.interval.low, 3)} to ${figure(final.interval.high, 3)}`
            : `${done} of ${runs.length}`}
        </small>
      </button>
    </td>
  )
}
