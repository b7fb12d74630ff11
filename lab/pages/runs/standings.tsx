/** Updates over all environments of a study, their scores on one scale. */
import type { StudyView } from '../../../src/lab-server/runs/messages.ts'
import { enumerate, estimateText } from '../../../src/studies/format.ts'
import { colourOf } from '../../../src/studies/report/theme.ts'
import { Panel } from '../../ui/panel.tsx'
import { Interval, rangeOf } from './interval.tsx'

export function Standings({ view: { standings, scale } }: { readonly view: StudyView }) {
  const range = rangeOf(standings.map(({ estimates }) => estimates.iqm))
  return (
    <Panel
      title={`All ${scale.length} environments together`}
      aside={<span class="note">interquartile mean of normalised scores, 95 %</span>}
    >
      <div class="scroll">
        <table class="findings">
          <thead>
            <tr>
              <th>update</th>
              <th class="bar">interquartile mean</th>
              <th class="end">interquartile mean</th>
              <th class="end secondary">median</th>
              <th class="end secondary">mean</th>
              <th class="end secondary">optimality gap</th>
              <th class="end secondary">runs each</th>
            </tr>
          </thead>
          <tbody>
            {standings.map(({ label, colour, runs, estimates }) => (
              <tr key={label}>
                <td>
                  <span class="pick" style={{ '--swatch': colourOf(colour) }}>
                    <span class="swatch" />
                    {label}
                  </span>
                </td>
                <td class="bar">
                  <Interval estimate={estimates.iqm} range={range} colour={colour} />
                </td>
                {(['iqm', 'median', 'mean', 'optimalityGap'] as const).map((which) => {
                  const { value, interval } = estimateText(estimates[which])
                  return (
                    <td key={which} class={which === 'iqm' ? 'end' : 'end secondary'}>
                      {which === 'iqm' ? <b>{value}</b> : value} <small>{interval}</small>
                    </td>
                  )
                })}
                <td class="end secondary">{runs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">{enumerate(scale.map(({ env, zero, one }) => `${env}: 0 is ${zero}, 1 is ${one}`))}.</p>
    </Panel>
  )
}
