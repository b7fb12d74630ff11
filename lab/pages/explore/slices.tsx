/** Cuts through both surfaces at the probe, beside PPO's: as far as the surfaces' colours tell pushes apart. */
import { useMemo } from 'preact/hooks'
import { catalogue, type ScaleFunction, scaleFunction } from '../../../src/updates/index.ts'
import { axisNames, FULL } from '../../points/surface.ts'
import { Chart, type Line } from '../../ui/chart.tsx'
import { fixed } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import type { State } from './state.ts'

const POINTS = 241

export default function Slices({ a, b, probe, span }: State) {
  const key = JSON.stringify([a.address, b.address, a.f !== undefined, b.f !== undefined, probe, span])
  const lines: Line[] = [
    { name: `A ${a.title}`, colour: '--series-0', width: 2.25 },
    { name: `B ${b.title}`, colour: '--series-1', width: 2.25 },
    { name: 'ppo', colour: '--muted', dash: [5, 4], width: 1.25 },
  ]
  // `key` stands for the points and the probe.
  const [across, along] = useMemo(() => {
    const functions = [a.f ?? none, b.f ?? none, scaleFunction(catalogue.ppo.scale)]
    return [
      cut(functions, span, (f, deltaO) => f(deltaO, probe[1])),
      cut(functions, 2 * span, (f, deltaR) => f(probe[0], deltaR)),
    ]
  }, [key])
  const names = axisNames[a.point.reference]
  return (
    <div class="split">
      <Panel title={`Along Δo, at Δr = ${fixed(probe[1], 2)}`}>
        <Chart
          label={`f against Δo at Δr = ${fixed(probe[1], 2)}`}
          lines={lines}
          data={across}
          xTitle={names.deltaO}
          yTitle="f"
          height={210}
          xRange={[-span, span]}
          yLimits={[-FULL, FULL]}
          mark={probe[0]}
        />
      </Panel>
      <Panel title={`Along Δr, at Δo = ${fixed(probe[0], 2)}`}>
        <Chart
          label={`f against Δr at Δo = ${fixed(probe[0], 2)}`}
          lines={lines}
          data={along}
          xTitle={names.deltaR}
          yTitle="f"
          height={210}
          xRange={[-2 * span, 2 * span]}
          yLimits={[-FULL, FULL]}
          mark={probe[1]}
        />
      </Panel>
    </div>
  )
}

/** Of a formula that can't be read. */
const none: ScaleFunction = () => Number.NaN

type Cut = [number[], ...(number | null)[][]]

function cut(
  functions: readonly ScaleFunction[],
  limit: number,
  along: (f: ScaleFunction, x: number) => number,
): Cut {
  const xs = Array.from({ length: POINTS }, (_, i) => limit * ((2 * i) / (POINTS - 1) - 1))
  const values = (f: ScaleFunction) => xs.map((x) => finite(along(f, x)))
  return [xs, ...functions.map(values)]
}

/** null, where a line breaks, for what is no number. */
const finite = (value: number) => (Number.isFinite(value) ? value : null)
