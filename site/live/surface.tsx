/** f(Δo, Δr) of one point with a probe, and where `choose` names some, a choice among members. */
import { useState } from 'preact/hooks'
import { Ramp } from '../../lab/pages/explore/ramp.tsx'
import { type Probe, Surface } from '../../lab/pages/explore/surface.tsx'
import { titleOf } from '../../lab/points/address.ts'
import { landmarksOf } from '../../lab/points/landmarks.ts'
import { type Shown, shownAt } from '../../lab/points/shown.ts'
import { Choice } from '../../lab/ui/controls.tsx'
import { fixed } from '../../lab/ui/numbers.ts'
import type { Attributes } from './element.ts'

const SPAN = 1

/** @param update a point as in the lab's addresses: `ppo`, `ppo,alphaR:0.5`. */
export function LiveSurface({ update = 'ppo', choose }: Attributes) {
  const [address, setAddress] = useState(update)
  const [probe, setProbe] = useState<Probe>([0.35, 1])
  const shown = shownAt('a', address)
  const value = shown.f?.(probe[0], probe[1]) ?? 0
  const options = choose?.split(' ') ?? []
  return (
    <figure class="live surface-figure">
      {options.length > 0 && (
        <Choice
          name="update"
          value={address}
          options={options.map((one) => ({ value: one, text: titleOf(one) }))}
          onChange={setAddress}
        />
      )}
      <Surface
        label={`f of ${titleOf(address)}`}
        shown={shown}
        span={SPAN}
        probe={probe}
        onProbe={(next) => setProbe(next)}
      />
      <figcaption>
        <p class="reading">
          <span>
            f({fixed(probe[0], 2)}, {fixed(probe[1], 2)}) ={' '}
            <output aria-label="f at the probe">{fixed(value, 2)}</output>
          </span>
          <span class="note">{meaning(shown, probe, value)}</span>
        </p>
        <Ramp />
      </figcaption>
    </figure>
  )
}

/** What the number means for the action. */
function meaning({ point, f }: Shown, [deltaO, deltaR]: Probe, value: number): string {
  if (Math.abs(value) > 1e-9) return value > 0 ? 'pushes the action up' : 'pushes the action down'
  return f && landmarksOf(point, f).isCutOff(deltaO, deltaR) ? 'cut off by the trust region' : 'at rest'
}
