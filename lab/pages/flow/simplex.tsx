/** A simplex with the flow of one point, and its policies to drag. */
import { useCallback, useRef } from 'preact/hooks'
import { adjust, visit } from '../../place.ts'
import type { Shown } from '../../points/shown.ts'
import { Drawing } from '../../ui/drawing.tsx'
import { seriesColour } from '../../ui/theme.ts'
import { drawScene } from './draw.ts'
import { ASPECT, toPolicy, toScreen, triangleIn } from './geometry.ts'
import type { Scene } from './scene.ts'
import { interior, policyText, type State } from './state.ts'

interface SimplexProps {
  readonly shown: Shown
  readonly scene: Scene
  readonly state: State
}

type Handle = 'at' | 'mu'

export function Simplex({ shown, scene, state }: SimplexProps) {
  const dragged = useRef<Handle>('at')
  const series = shown.side === 'a' ? 0 : 1
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      context.clearRect(0, 0, width, height)
      drawScene(context, triangleIn(width, height), scene, state, seriesColour(series))
    },
    [scene, series],
  )

  const drag = (event: PointerEvent, write: typeof adjust) => {
    const [triangle, x, y] = pointed(event)
    write({ [dragged.current]: policyText(interior(toPolicy(triangle, x, y))) })
  }
  return (
    <Drawing
      label={`Flow of ${shown.side.toUpperCase()}, ${shown.title}; arrow keys move the start, with Shift the data’s policy`}
      aspect={ASPECT}
      draw={draw}
      tabIndex={0}
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
        drag(event, visit)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event, adjust)
      }}
      onKeyDown={(event) => {
        const step = keys[event.key]
        if (!step) return
        event.preventDefault()
        const handle = event.shiftKey && state.regime === 'off' ? 'mu' : 'at'
        const [first, second] = handle === 'mu' ? state.behaviour : state.start
        const [up, right] = [first + step[0], second + step[1]]
        const write = event.repeat ? adjust : visit
        write({ [handle]: policyText(interior([up, right, 1 - up - right])) })
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
