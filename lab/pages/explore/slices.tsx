/** Cuts through both surfaces at the probe, beside PPO's. */
import { useMemo } from 'preact/hooks'
import { catalogue, type ScaleFunction, scaleFunction } from '../../../src/updates/index.ts'
import { Chart, type Line } from '../../ui/chart.tsx'
import { fixed } from '../../ui/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import type { State } from './state.ts'

const POINTS = 241

export function Slices({ a, b, probe, span }: State) {
  const key = JSON.stringify([a.point.scale, b.point.scale, probe, span])
  const lines: Line[] = [
    { name: `A ${a.title}`, colour: '--series-0', width: 2.25 },
    { name: `B ${b.title}`, colour: '--series-1', width: 2.25 },
    { name: 'ppo', colour: '--muted', dash: [5, 4], width: 1.25 },
  ]
  // `key` stands for the points and the probe.
  const [across, along] = useMemo(() => {
    const functions = [a.point, b.point, catalogue.ppo].map(({ scale }) => scaleFunction(scale))
    return [
      cut(functions, span, (f, deltaO) => f(deltaO, probe[1])),
      cut(functions, 2 * span, (f, deltaR) => f(probe[0], deltaR)),
    ]
  }, [key])
  return (
    <div class="split">
      <Panel title={`Along Δo, at Δr = ${fixed(probe[1], 2)}`}>
        <Chart
          label={`f against Δo at Δr = ${fixed(probe[1], 2)}`}
          lines={lines}
          data={across}
          xTitle="Δo"
          yTitle="f"
          height={210}
          xRange={[-span, span]}
          mark={probe[0]}
        />
      </Panel>
      <Panel title={`Along Δr, at Δo = ${fixed(probe[0], 2)}`}>
        <Chart
          label={`f against Δr at Δo = ${fixed(probe[0], 2)}`}
          lines={lines}
          data={along}
          xTitle="Δr"
          yTitle="f"
          height={210}
          xRange={[-2 * span, 2 * span]}
          mark={probe[1]}
        />
      </Panel>
    </div>
  )
}

type Cut = [number[], ...number[][]]

function cut(
  functions: readonly ScaleFunction[],
  limit: number,
  along: (f: ScaleFunction, x: number) => number,
): Cut {
  const xs = Array.from({ length: POINTS }, (_, i) => limit * ((2 * i) / (POINTS - 1) - 1))
  return [xs, ...functions.map((f) => xs.map((x) => along(f, x)))]
}
