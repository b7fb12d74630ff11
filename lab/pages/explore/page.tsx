/** Explore: the surface f(Δo, Δr) of two points of the family, and what can be said of them. */
import { visit, write } from '../../place.ts'
import { Editor, PointTitle } from '../../points/editor.tsx'
import { Choice } from '../../ui/controls.tsx'
import { LinkProblems } from '../../ui/link-problems.tsx'
import { figure, fixed } from '../../ui/numbers.ts'
import { whenIdle } from '../../ui/when-idle.tsx'
import './explore.css'
import { Ramp } from './ramp.tsx'
import { link, type State, spans, state } from './state.ts'
import { type Probe, Surface } from './surface.tsx'

export default function Explore() {
  const now = state()
  return (
    <>
      <h1>Explore the family</h1>
      <LinkProblems checks={link} />
      <p class="lead">
        An update pushes each sampled action by f(Δo, Δr): Δo is how far the policy has moved since the data
        was collected, Δr how far the evidence says it should move. Choose a member or move its parts, and see
        what f becomes.
      </p>
      <div class="afterwards">
        <ZooAgent />
      </div>
      <div class="workbench">
        <Editor pair={now} />
        <div class="stack view">
          <Surfaces now={now} />
          <Slices {...now} />
          <div class="split">
            <Facts shown={now.a} />
            <Facts shown={now.b} />
          </div>
        </div>
      </div>
    </>
  )
}

// What the first screen doesn't show, or can do without for a moment.
const ZooAgent = whenIdle(() => import('./zoo-agent.tsx'), 0)
const Slices = whenIdle(() => import('./slices.tsx'), 310)
const Facts = whenIdle(() => import('./facts.tsx'), 600)

const moveProbe = (probe: Probe, again: boolean) => write({ at: probe.join() }, again)

function Surfaces({ now }: { readonly now: State }) {
  const { a, b, probe, span, difference } = now
  const [valueOfA, valueOfB] = [a, b].map(({ f }) => f?.(probe[0], probe[1]))
  const apart = valueOfA === undefined || valueOfB === undefined ? undefined : valueOfA - valueOfB
  return (
    <section class="panel surfaces first">
      <header>
        <div class="row">
          <Choice
            name="range of the surfaces"
            value={spans.find((one) => Number(one) === span) ?? '1.5'}
            options={spans.map((value) => ({ value, text: `±${value}` }))}
            onChange={(value) => visit({ span: value, at: undefined })}
          />
          <Choice
            name="second surface"
            value={difference ? 'difference' : 'beside'}
            options={[
              { value: 'beside', text: 'A beside B' },
              { value: 'difference', text: 'A − B' },
            ]}
            onChange={(view) => visit({ view: view === 'beside' ? undefined : view })}
          />
        </div>
        <Ramp />
      </header>
      <div class="maps">
        <div>
          <h2>
            <PointTitle shown={a} />
          </h2>
          <Surface label={`f of A, ${a.title}`} shown={a} span={span} probe={probe} onProbe={moveProbe} />
          <p class="reading">
            <At probe={probe} />
            <output aria-label="f of A at the probe">{reading(valueOfA)}</output>
          </p>
        </div>
        <div>
          <h2>{difference ? 'A − B' : <PointTitle shown={b} />}</h2>
          <Surface
            label={difference ? 'f of A less f of B' : `f of B, ${b.title}`}
            shown={difference ? a : b}
            minus={difference ? b : undefined}
            span={span}
            probe={probe}
            onProbe={moveProbe}
          />
          <p class="reading">
            {difference ? 'A − B = ' : <At probe={probe} />}
            <output aria-label={difference ? 'A less B at the probe' : 'f of B at the probe'}>
              {reading(difference ? apart : valueOfB)}
            </output>
          </p>
        </div>
      </div>
      <p class="note">
        The bold line is f = 0; hatched, nothing is left of the push. Click, drag or use the arrow keys to
        move the probe, where the curves below cut through.
      </p>
    </section>
  )
}

/** A dash where a formula can't be read. */
const reading = (value: number | undefined) => (value === undefined ? '–' : figure(value, 4))

const At = ({ probe }: Pick<State, 'probe'>) => (
  <>
    f({fixed(probe[0], 2)}, {fixed(probe[1], 2)}) ={' '}
  </>
)
