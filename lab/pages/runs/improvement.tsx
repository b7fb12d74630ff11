/** How often a run of one update beats a run of another. */
import type { Comparison, ShownFinding } from '../../../src/lab-server/runs/messages.ts'
import { colourOf } from '../../../src/studies/report/theme.ts'
import type { Measure } from '../../../src/studies/results/measure.ts'
import type { Estimate } from '../../../src/studies/statistics/index.ts'
import { Panel } from '../../ui/panel.tsx'
import { Path } from '../../ui/path.tsx'

interface ImprovementProps {
  readonly comparison: Comparison
  readonly findings: readonly ShownFinding[]
  readonly measure: Measure
}

export function Improvement({ comparison, findings, measure }: ImprovementProps) {
  const { labels, pairs } = comparison.improvement
  const colour = (label: string) => colourOf(findings.find((finding) => finding.label === label)?.colour ?? 0)
  return (
    <Panel
      title="Who beats whom"
      aside={<span class="note">probability that a run of the row ends with a better {measure.name}</span>}
    >
      <div class="scroll">
        <table class="pairs">
          <thead>
            <tr>
              <td />
              {labels.map((label) => (
                <th key={label} class="end">
                  <span class="swatch" style={{ '--swatch': colour(label) }} /> <Path path={label} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, row) => (
              <tr key={label}>
                <th>
                  <span class="swatch" style={{ '--swatch': colour(label) }} /> <Path path={label} />
                </th>
                {labels.map((other, column) => (
                  <Cell key={other} estimate={pairs[row][column]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

const percent = (share: number) => `${Math.round(100 * share)} %`

/** Strong where the interval leaves no doubt. */
function Cell({ estimate }: { readonly estimate: Estimate | null }) {
  if (!estimate) return <td class="end none">–</td>
  const { value, interval } = estimate
  const sure = interval !== null && (interval.low > 0.5 || interval.high < 0.5)
  return (
    <td class={`end ${sure ? 'sure' : ''}`} style={{ '--win': String(Math.max(0, 2 * value - 1)) }}>
      {percent(value)}
      <small>{interval && `${Math.round(100 * interval.low)}–${Math.round(100 * interval.high)}`}</small>
    </td>
  )
}
