/** f(Δo, Δr) as a heat map with its zero line, where it is cut off, and a probe to read it by. */
import { useCallback, useMemo, useState } from 'preact/hooks'
import { landmarksOf } from '../../points/landmarks.ts'
import type { Shown } from '../../points/shown.ts'
import { axes, axisNames, type Frame, hatch, margin, paint, placeIn, zeroLine } from '../../points/surface.ts'
import { Drawing } from '../../ui/drawing.tsx'
import { figure } from '../../ui/numbers.ts'
import { colour, isDark } from '../../ui/theme.ts'

interface SurfaceProps {
  readonly label: string
  readonly shown: Shown
  /** Taken off f, for the difference of two points. */
  readonly minus?: Shown | undefined
  readonly span: number
  readonly probe: Probe
  /**
   * The probe is moved.
   *
   * @param again whether this goes on with a gesture that has begun.
   */
  onProbe(probe: Probe, again: boolean): void
}

/** Δo and Δr. */
export type Probe = readonly [deltaO: number, deltaR: number]

export function Surface({ label, shown, minus, span, probe, onProbe }: SurfaceProps) {
  const key = [shown, minus].map((one) => `${one?.address} ${one?.f !== undefined}`).join()
  // `key` stands for both points, below `ground` does.
  const ground = useMemo(() => groundOf(shown, minus), [key])
  const dark = isDark()
  const [x, y] = probe
  // A slider has one value: the coordinate that the last key moved.
  const [told, setTold] = useState<0 | 1>(0)
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      const frame = {
        width: width - margin.left - margin.right,
        height: height - margin.top - margin.bottom,
        spanO: span,
        spanR: 2 * span,
      }
      context.save()
      context.translate(margin.left, margin.top)
      if (ground) {
        paint(context, frame, ground.f, dark)
        hatch(context, frame, ground)
        zeroLine(context, frame, ground)
      }
      axes(context, frame, axisNames[shown.point.reference])
      drawProbe(context, frame, [x, y])
      context.restore()
    },
    [ground, span, x, y, dark],
  )

  const point = (event: PointerEvent, again: boolean) => {
    const box = (event.currentTarget as HTMLCanvasElement).getBoundingClientRect()
    const across = (event.clientX - box.left - margin.left) / (box.width - margin.left - margin.right)
    const down = (event.clientY - box.top - margin.top) / (box.height - margin.top - margin.bottom)
    onProbe(within(span, span * (2 * across - 1), 2 * span * (1 - 2 * down)), again)
  }
  return (
    <Drawing
      label={`${label}; arrow keys move the probe`}
      aspect={1}
      draw={draw}
      tabIndex={0}
      role="slider"
      aria-valuemin={-(1 + told) * span}
      aria-valuemax={(1 + told) * span}
      aria-valuenow={probe[told]}
      aria-valuetext={`Δo ${figure(x)}, Δr ${figure(y)}${ground ? `: f is ${figure(ground.f(x, y))}` : ''}`}
      class="surface"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        point(event, false)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) point(event, true)
      }}
      onKeyDown={(event) => {
        const moved = arrows[event.key]
        if (!moved) return
        event.preventDefault()
        setTold(moved[0] === 0 ? 1 : 0)
        onProbe(within(span, x + (moved[0] * span) / 30, y + (moved[1] * span) / 15), event.repeat)
      }}
    />
  )
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** Within what is shown, and short. */
function within(span: number, x: number, y: number): Probe {
  const short = (value: number, limit: number) => Number(Math.max(-limit, Math.min(limit, value)).toFixed(3))
  return [short(x, span), short(y, 2 * span)]
}

/** f and its landmarks; of a difference, which has none of its own, f alone. Undefined where a formula can't be read. */
function groundOf({ point, f }: Shown, minus: Shown | undefined) {
  if (!f) return undefined
  if (!minus) return { f, ...landmarksOf(point, f) }
  const g = minus.f
  if (!g) return undefined
  return {
    f: (deltaO: number, deltaR: number) => f(deltaO, deltaR) - g(deltaO, deltaR),
    balance: () => Number.NaN,
    isCutOff: () => false,
  }
}

function drawProbe(
  context: CanvasRenderingContext2D,
  frame: Frame,
  [deltaO, deltaR]: readonly [number, number],
): void {
  const { width, height } = frame
  const [x, y] = placeIn(frame, deltaO, deltaR)
  context.strokeStyle = colour('--ink')
  context.lineWidth = 1
  context.setLineDash([2, 3])
  context.globalAlpha = 0.7
  context.beginPath()
  context.moveTo(x, 0)
  context.lineTo(x, height)
  context.moveTo(0, y)
  context.lineTo(width, y)
  context.stroke()
  context.setLineDash([])
  context.globalAlpha = 1
  context.fillStyle = colour('--paper')
  context.lineWidth = 2
  context.beginPath()
  context.arc(x, y, 4.5, 0, 2 * Math.PI)
  context.fill()
  context.stroke()
}
