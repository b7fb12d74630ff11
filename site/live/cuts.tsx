/** f against Δo at one Δr, of a few members: where they part. */
import { useMemo, useState } from 'preact/hooks'
import { titleOf } from '../../lab/points/address.ts'
import { shownAt } from '../../lab/points/shown.ts'
import { Chart } from '../../lab/ui/chart.tsx'
import { Range } from '../../lab/ui/controls.tsx'
import type { Attributes } from './element.ts'

const POINTS = 201
const SPAN = 0.8

/** @param updates points as in the lab's addresses, with spaces between. */
export function LiveCuts({ updates = 'ppo a2c' }: Attributes) {
  const [deltaR, setDeltaR] = useState(1)
  const addresses = updates.split(' ')
  const data = useMemo((): [number[], ...number[][]] => {
    const xs = Array.from({ length: POINTS }, (_, i) => SPAN * ((2 * i) / (POINTS - 1) - 1))
    return [
      xs,
      ...addresses.map((address) => {
        const { f } = shownAt('a', address)
        return xs.map((x) => f?.(x, deltaR) ?? 0)
      }),
    ]
  }, [updates, deltaR])
  return (
    <figure class="live">
      <Chart
        label={`f against Δo at Δr = ${deltaR}`}
        lines={addresses.map((address, i) => ({
          name: titleOf(address),
          colour: `--series-${i}`,
          width: 2.25,
        }))}
        data={data}
        xTitle="Δo"
        yTitle="f"
        height={230}
        xRange={[-SPAN, SPAN]}
        yRange={[-2.5, 2.5]}
        mark={0}
      />
      <Range
        label={<span class="math">Δr</span>}
        name="Δr, what the evidence says"
        value={deltaR}
        min={-1.5}
        max={1.5}
        step={0.05}
        limits={[-1.5, 1.5]}
        onMove={setDeltaR}
      />
    </figure>
  )
}
