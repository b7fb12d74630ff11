/** Train: runs in workers, their curves and diagnostics, what f makes of their samples, and the agent playing. */
import { useSignalEffect } from '@preact/signals'
import { Stage } from '../../play/stage.tsx'
import { LinkProblems } from '../../ui/link-problems.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Curves, Diagnostics } from './curves.tsx'
import { OpenRun, useDrops } from './open-run.tsx'
import { RunList } from './run-list.tsx'
import { type PageRun, watched } from './runs.ts'
import { SampleSurface } from './sample-surface.tsx'
import { link } from './setup.ts'
import { Setup } from './setup-form.tsx'
import { useStartingLink } from './share.tsx'
import { SweepPanel } from './sweep/panel.tsx'
import { sweepLink } from './sweep/plan.ts'
import { TakePolicy } from './take-policy.tsx'
import './train.css'

export default function Train() {
  useWatching()
  useDrops()
  useStartingLink()
  const run = watched.value
  return (
    <>
      <h1>Train</h1>
      <LinkProblems checks={{ ...link, ...sweepLink }} />
      <p class="lead">
        In the page, at full speed: watch a policy learn, change its update meanwhile, branch off, race two.
      </p>
      <div class="train">
        <Panel title="New run" class="new">
          <Setup />
        </Panel>
        <div class="stack view">
          <RunList />
          <div class="split seen">
            <Curves />
            <Panel title={run ? `Playing ${run.facts.value?.config.env ?? ''}` : 'Playing'}>
              <Playing run={run} />
              {run && <TakePolicy key={run.id} run={run} />}
            </Panel>
          </div>
          <SampleSurface run={run} />
          <Diagnostics />
          <SweepPanel />
        </div>
        <Panel title="A run from elsewhere" class="elsewhere">
          <OpenRun />
        </Panel>
      </div>
    </>
  )
}

/** Only the run that is looked at, while the page is, sends what is drawn. */
function useWatching(): void {
  useSignalEffect(() => {
    const run = watched.value
    run?.tell({ kind: 'show', on: true })
    return () => run?.tell({ kind: 'show', on: false })
  })
}

function Playing({ run }: { readonly run: PageRun | undefined }) {
  const facts = run?.facts.value
  const numbers = run?.numbers.value
  if (!run || !facts || !numbers)
    return (
      <div class="stage">
        <div class="picture empty">
          <span>The agent plays here, with the policy that it has at the time.</span>
        </div>
        <div class="caption" />
      </div>
    )
  const { env, update } = facts.config
  const scrubbed = run.scrubbed.value
  if (scrubbed)
    return (
      <Stage
        key={`${run.id} at ${scrubbed.step}`}
        label={`${env}, played by ${update.name} as it was at step ${scrubbed.step}`}
        play={{ checkpoint: scrubbed.bytes }}
      />
    )
  return (
    <Stage
      key={run.id}
      label={`${env}, played by ${update.name}`}
      play={{ env, policy: facts.policy, numbers }}
      numbers={numbers}
    />
  )
}
