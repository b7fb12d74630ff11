/** Explore: the surface f(Δo, Δr) of two points of the family, and what can be said of them. */
import { scale } from '../../../src/updates/index.ts'
import { visit } from '../../place.ts'
import { Editor, PointTitle } from '../../points/editor.tsx'
import type { Shown } from '../../points/shown.ts'
import { Choice } from '../../ui/controls.tsx'
import { Formulas } from '../../ui/math.tsx'
import { figure, fixed } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import './explore.css'
import { Nearest, Properties } from './facts.tsx'
import { formulas } from './formula.ts'
import { Ramp } from './ramp.tsx'
import { Slices } from './slices.tsx'
import { type State, spans, state } from './state.ts'
import { Surface } from './surface.tsx'

export default function Explore() {
  const now = state()
  return (
    <>
      <h1>Explore the family</h1>
      <p class="lead">
        An update pushes each sampled action by f(Δo, Δr): Δo is how far the policy has moved since the data
        was collected, Δr how far the evidence says it should move. Choose a member or move its parts, and see
        what f becomes.
      </p>
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

function Surfaces({ now }: { readonly now: State }) {
  const { a, b, probe, span, difference } = now
  const values = [a, b].map(({ point }) => scale(probe[0], probe[1], point.scale))
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
          <Surface label={`f of A, ${a.title}`} params={a.point.scale} span={span} probe={probe} />
          <p class="reading">
            <At probe={probe} />
            <output aria-label="f of A at the probe">{figure(values[0], 4)}</output>
          </p>
        </div>
        <div>
          <h2>{difference ? 'A − B' : <PointTitle shown={b} />}</h2>
          <Surface
            label={difference ? 'f of A less f of B' : `f of B, ${b.title}`}
            params={difference ? a.point.scale : b.point.scale}
            minus={difference ? b.point.scale : undefined}
            span={span}
            probe={probe}
          />
          <p class="reading">
            {difference ? 'A − B = ' : <At probe={probe} />}
            <output aria-label={difference ? 'A less B at the probe' : 'f of B at the probe'}>
              {figure(difference ? values[0] - values[1] : values[1], 4)}
            </output>
          </p>
        </div>
      </div>
      <p class="note">
        The bold line is f = 0; hatched, the trust region cuts the push off. Click, drag or use the arrow keys
        to move the probe, where the curves below cut through.
      </p>
    </section>
  )
}

const At = ({ probe }: Pick<State, 'probe'>) => (
  <>
    f({fixed(probe[0], 2)}, {fixed(probe[1], 2)}) ={' '}
  </>
)

const Facts = ({ shown }: { readonly shown: Shown }) => (
  <Panel title={<PointTitle shown={shown} />} class="facts">
    <Formulas lines={formulas(shown.point)} />
    <Properties shown={shown} />
    <Nearest shown={shown} />
  </Panel>
)
