/** A simplex with the flow of one point, and its policies to drag. */
import { useCallback, useRef, useState } from 'preact/hooks'
import type { Shown } from '../../points/shown.ts'
import { Drawing } from '../../ui/drawing.tsx'
import { seriesColour } from '../../ui/theme.ts'
import { drawScene } from './draw.ts'
import { ASPECT, toPolicy, toScreen, triangleIn } from './geometry.ts'
import type { Scene } from './scene.ts'
import { type FlowState, interior } from './state.ts'
import type { Three } from './update.ts'

interface SimplexProps {
  readonly shown: Pick<Shown, 'side' | 'title'>
  readonly scene: Scene
  readonly state: FlowState
  /**
   * The start or the data's policy is moved.
   *
   * @param again whether this goes on with a gesture that has begun.
   */
  onMove(handle: Handle, policy: Three, again: boolean): void
}

/** The start, and the data's policy. */
export type Handle = 'at' | 'mu'

const percents = (policy: readonly number[]) =>
  policy.map((probability) => `${Math.round(100 * probability)} %`).join(', ')

export function Simplex({ shown, scene, state, onMove }: SimplexProps) {
  const dragged = useRef<Handle>('at')
  // A slider has one value: the probability that the last key moved.
  const [told, setTold] = useState<readonly [Handle, 0 | 1]>(['at', 0])
  const series = shown.side === 'a' ? 0 : 1
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      drawScene(context, triangleIn(width, height), scene, state, seriesColour(series))
    },
    [scene, series],
  )

  const drag = (event: PointerEvent, again: boolean) => {
    const [triangle, x, y] = pointed(event)
    onMove(dragged.current, interior(toPolicy(triangle, x, y)), again)
  }
  return (
    <Drawing
      label={`Flow of ${shown.side.toUpperCase()}, ${shown.title}; arrow keys move the start, with Shift the data’s policy`}
      aspect={ASPECT}
      draw={draw}
      tabIndex={0}
      role="slider"
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={(told[0] === 'mu' ? state.behaviour : state.start)[told[1]]}
      aria-valuetext={`start at ${percents(state.start)}, data’s policy ${percents(state.behaviour)}`}
      class="simplex"
      onPointerDown={(event) => {
        const [triangle, x, y] = pointed(event)
        const distance = ([px, py]: [number, number]) => Math.hypot(px - x, py - y)
        const toBehaviour = distance(toScreen(triangle, state.behaviour))
        const grabsBehaviour =
          state.regime === 'off' &&
          toBehaviour < 20 &&
          toBehaviour < distance(toScreen(triangle, state.start))
        dragged.current = grabsBehaviour ? 'mu' : 'at'
        event.currentTarget.setPointerCapture(event.pointerId)
        drag(event, false)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event, true)
      }}
      onKeyDown={(event) => {
        const step = keys[event.key]
        if (!step) return
        event.preventDefault()
        const handle = event.shiftKey && state.regime === 'off' ? 'mu' : 'at'
        setTold([handle, step[0] === 0 ? 1 : 0])
        const [first, second] = handle === 'mu' ? state.behaviour : state.start
        const [up, right] = [first + step[0], second + step[1]]
        onMove(handle, interior([up, right, 1 - up - right]), event.repeat)
      }}
    />
  )
}

/** Changes of the first and the second probability that move a policy up, down, right and left. */
const keys: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0.02, -0.01],
  ArrowDown: [-0.02, 0.01],
  ArrowRight: [0, 0.02],
  ArrowLeft: [0, -0.02],
}

function pointed(event: PointerEvent) {
  const box = (event.currentTarget as HTMLCanvasElement).getBoundingClientRect()
  return [triangleIn(box.width, box.height), event.clientX - box.left, event.clientY - box.top] as const
}
