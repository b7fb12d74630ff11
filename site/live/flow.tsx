/** Where two updates carry the policy of a three-armed bandit, with its start and data to drag. */
import { useMemo, useState } from 'preact/hooks'
import { sceneOf } from '../../lab/pages/flow/scene.ts'
import { type Handle, Simplex } from '../../lab/pages/flow/simplex.tsx'
import type { FlowState, RegimeName } from '../../lab/pages/flow/state.ts'
import type { Three } from '../../lab/pages/flow/update.ts'
import { shownAt, sides } from '../../lab/points/shown.ts'
import { Choice } from '../../lab/ui/controls.tsx'
import type { Attributes } from './element.ts'

const regimes: readonly { readonly value: RegimeName; readonly text: string }[] = [
  { value: 'on', text: 'fresh data at every step' },
  { value: 'stale', text: 'ten steps on each batch' },
  { value: 'off', text: 'data of a fixed μ' },
]

/** @param updates two points as in the lab's addresses. */
export function LiveFlow({ updates = 'mdpo ppo', data = 'off' }: Attributes) {
  const [state, setState] = useState<FlowState>({
    rewards: [1, 0.5, 0],
    regime: data as RegimeName,
    behaviour: [0.2, 0.3, 0.5],
    start: [0.08, 0.72, 0.2],
    reuse: 10,
    step: 0.2,
  })
  const shown = updates.split(' ').map((address, i) => shownAt(sides[i], address))
  const scenes = useMemo(() => shown.map((one) => sceneOf(one, state)), [updates, state])
  const move = (handle: Handle, policy: Three) =>
    setState((now) => ({ ...now, [handle === 'mu' ? 'behaviour' : 'start']: policy }))
  return (
    <figure class="live">
      <Choice
        name="whose data"
        value={state.regime}
        options={regimes}
        onChange={(regime) => setState((now) => ({ ...now, regime }))}
      />
      <div class="simplices">
        {shown.map((one, i) => (
          <div key={one.side}>
            <p class="name">
              <span class={`letter ${one.side}`}>{one.title}</span>
            </p>
            <Simplex shown={one} scene={scenes[i]} state={state} onMove={move} />
          </div>
        ))}
      </div>
    </figure>
  )
}
