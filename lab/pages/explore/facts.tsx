/** What can be said of an update: its formula, what holds of it, and which named member it is nearest to. */
import { PointTitle } from '../../points/editor.tsx'
import type { Shown } from '../../points/shown.ts'
import { Formulas } from '../../ui/math.tsx'
import { Panel } from '../../ui/panel.tsx'
import { whenIdle } from '../../ui/when-idle.tsx'
import { formulas } from './formula.ts'

export default function Facts({ shown }: { readonly shown: Shown }) {
  return (
    <Panel title={<PointTitle shown={shown} />} class="facts">
      <Formulas lines={formulas(shown.point)} />
      <Properties shown={shown} />
      <Nearest shown={shown} />
    </Panel>
  )
}

// Each is worked out in a task of its own.
const Properties = whenIdle(() => import('./properties.tsx'), 260)
const Nearest = whenIdle(() => import('./nearest.tsx'), 80)
