/** Flow: where the exact update carries the policy of a three-armed bandit. */
import { useMemo } from 'preact/hooks'
import { visit, write } from '../../place.ts'
import { Editor, PointTitle } from '../../points/editor.tsx'
import type { Shown } from '../../points/shown.ts'
import { Chart } from '../../ui/chart.tsx'
import { Choice, Slider } from '../../ui/controls.tsx'
import { LinkProblems } from '../../ui/link-problems.tsx'
import { Formula } from '../../ui/math.tsx'
import { fixed } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import './flow.css'
import type { Path } from './paths.ts'
import { DURATION, type Scene, sceneOf } from './scene.ts'
import { type Handle, Simplex } from './simplex.tsx'
import { link, policyText, type RegimeName, type State, state } from './state.ts'
import { expectation, type Three } from './update.ts'

const regimeTexts: Readonly<Record<RegimeName, string>> = {
  on: 'on-policy',
  stale: 'stale',
  off: 'off-policy',
}

const regimeNotes: Readonly<Record<RegimeName, string>> = {
  on: 'Every step sees fresh data of the policy itself. Members of the same form agree to first order, so they differ little here.',
  stale:
    'Each batch of data is used for several steps, as the epochs of PPO do; a dot marks where fresh data came in, and the arrows show where a batch leads.',
  off: 'All data comes from the fixed policy μ. Drag μ and see where each member settles.',
}

export default function Flow() {
  const now = state()
  const key = JSON.stringify([now, now.a.f !== undefined, now.b.f !== undefined])
  // `key` stands for the state.
  const [kept, a, b] = useMemo(() => [now, sceneOf(now.a, now), sceneOf(now.b, now)] as const, [key])
  return (
    <>
      <h1>Flow on the simplex</h1>
      <LinkProblems checks={link} />
      <p class="lead">
        Every point of the triangle is a policy over three arms. Arrows and paths are the expected update,
        exact and without noise: where does it carry the policy, and where does it come to rest?
      </p>
      <div class="workbench">
        <Editor pair={now} />
        <div class="stack view">
          <section class="panel first">
            <header>
              <Choice<RegimeName>
                name="whose data"
                value={now.regime}
                options={(['on', 'stale', 'off'] as const).map((value) => ({
                  value,
                  text: regimeTexts[value],
                }))}
                onChange={(data) => visit({ data })}
              />
              <Key regime={now.regime} />
            </header>
            <Rewards {...now} />
            <div class="regime">
              <p class="note">{regimeNotes[now.regime]}</p>
              {now.regime === 'stale' && <Reuse {...now} />}
            </div>
            <div class="simplices">
              <Side shown={now.a} scene={a} state={kept} />
              <Side shown={now.b} scene={b} state={kept} />
            </div>
          </section>
          <Panel title="Expected reward along the followed path">
            <Chart
              label="expected reward against learning rate times steps"
              lines={[
                { name: `A ${now.a.title}`, colour: '--series-0' },
                { name: `B ${now.b.title}`, colour: '--series-1' },
              ]}
              data={rewardsAlong(now.rewards, a.followed, b.followed)}
              xTitle="learning rate × steps"
              yTitle="expected reward"
              height={210}
              xRange={[0, DURATION]}
              yRange={rangeOf(now.rewards)}
            />
          </Panel>
        </div>
      </div>
    </>
  )
}

const Rewards = ({ rewards }: State) => (
  <div class="rewards">
    {rewards.map((reward, arm) => (
      <Slider
        key={arm}
        label={`arm ${arm + 1}`}
        name={`mean reward of arm ${arm + 1}`}
        value={reward}
        min={-2}
        max={2}
        step={0.05}
        limits={[-10, 10]}
        toQuery={(value) => ({ r: rewards.map((one, other) => (other === arm ? value : one)).join() })}
      />
    ))}
  </div>
)

const Reuse = ({ reuse, step }: State) => (
  <div>
    <Slider
      label="reuse"
      name="steps on each batch"
      value={reuse}
      min={1}
      max={50}
      step={1}
      limits={[1, 50]}
      toQuery={(value) => ({ reuse: String(Math.round(value)) })}
    />
    <Slider
      label="rate"
      name="learning rate"
      value={step}
      min={0.05}
      max={2}
      step={0.05}
      limits={[0.01, 2]}
      toQuery={(value) => ({ step: String(value) })}
    />
  </div>
)

const Key = ({ regime }: { readonly regime: RegimeName }) => (
  <ul class="legend">
    <li>
      <b class="math">π</b> start
    </li>
    {regime === 'off' && (
      <li>
        <b class="math">μ</b> data
      </li>
    )}
    {regime !== 'stale' && <li>○ at rest</li>}
    <li>◇ target</li>
  </ul>
)

const movePolicy = (handle: Handle, policy: Three, again: boolean) =>
  write({ [handle]: policyText(policy) }, again)

interface SideProps {
  readonly shown: Shown
  readonly scene: Scene
  readonly state: State
}

function Side({ shown, scene, state }: SideProps) {
  const end = scene.followed.policies.at(-1) as Three
  const letter = shown.side.toUpperCase()
  return (
    <div>
      <h2>
        <PointTitle shown={shown} />
      </h2>
      <Simplex {...{ shown, scene, state }} onMove={movePolicy} />
      <dl class="ends">
        <dt>{scene.rest ? 'rests at' : 'gets to'}</dt>
        <dd>
          <output aria-label={`end of ${letter}`}>{policyFigure(end)}</output>
        </dd>
        <dt>reward</dt>
        <dd>
          <output aria-label={`reward at the end of ${letter}`}>
            {fixed(expectation(end, state.rewards), 3)}
          </output>
        </dd>
        <dt>target</dt>
        <dd>
          <output aria-label={`target of ${letter}`}>
            {scene.target ? policyFigure(scene.target.policy) : 'none'}
          </output>
          {scene.target && <Formula>{scene.target.formula}</Formula>}
        </dd>
      </dl>
    </div>
  )
}

const policyFigure = (policy: Three) => policy.map((probability) => fixed(probability, 3)).join('  ')

const POINTS = 200

/** Both paths' expected rewards on a common grid of times. */
function rewardsAlong(rewards: Three, ...paths: readonly Path[]): [number[], ...number[][]] {
  const times = Array.from({ length: POINTS + 1 }, (_, i) => (DURATION * i) / POINTS)
  return [times, ...paths.map((path) => times.map((time) => expectation(policyAt(path, time), rewards)))]
}

/** The policy at a time, between the two nearest that are known; the last one after the end. */
function policyAt({ policies, times }: Path, time: number): Three {
  const after = times.findIndex((one) => one >= time)
  if (after < 0) return policies.at(-1) as Three
  if (after === 0) return policies[0]
  const share = (time - times[after - 1]) / (times[after] - times[after - 1])
  const [one, other] = [policies[after - 1], policies[after]]
  return [0, 1, 2].map((arm) => one[arm] + share * (other[arm] - one[arm])) as unknown as Three
}

function rangeOf(rewards: Three): [number, number] {
  const [low, high] = [Math.min(...rewards), Math.max(...rewards)]
  const room = 0.05 * (high - low || 1)
  return [low - room, high + room]
}
