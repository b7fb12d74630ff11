/** The checkpoints of a run on a line: go back to one, look at what it was then, and branch off there. */
import { useId } from 'preact/hooks'
import { whole } from '../../../src/studies/format.ts'
import { figure } from '../../ui/numbers.ts'
import type { PageRun } from './runs.ts'

interface TimelineProps {
  readonly run: PageRun
  onBranch(): void
}

export function Timeline({ run, onBranch }: TimelineProps) {
  const id = useId()
  const steps = [...run.kept.value].sort((a, b) => a - b)
  if (steps.length === 0) return null
  const scrubbed = run.scrubbed.value
  const at = scrubbed === undefined ? steps.length : steps.indexOf(scrubbed.step)
  const text = scrubbed === undefined ? 'now' : `step ${whole(scrubbed.step)}`
  const row = scrubbed && run.history.until(scrubbed.step).at(-1)
  return (
    <div class="timeline">
      <label for={id} class="timeline-label">
        Timeline
      </label>
      <input
        id={id}
        type="range"
        class="scrubber"
        min={0}
        max={steps.length}
        step={1}
        value={at}
        aria-valuetext={text}
        onInput={({ currentTarget: { valueAsNumber } }) => void run.scrub(steps[valueAsNumber])}
      />
      <output for={id} class="number">
        {text}
        {row && row.meanReturn !== null && `, return ${figure(row.meanReturn, 4)}`}
      </output>
      {scrubbed !== undefined && (
        <span class="row">
          <button type="button" onClick={onBranch}>
            Branch off here…
          </button>
          <button
            type="button"
            class="plain"
            onClick={() => {
              // The button goes; whoever uses keys stays in his place.
              document.getElementById(id)?.focus()
              void run.scrub(undefined)
            }}
          >
            Back to now
          </button>
        </span>
      )}
    </div>
  )
}
