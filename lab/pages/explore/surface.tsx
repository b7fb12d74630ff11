/** f(Δo, Δr) as a heat map with its zero line, where it is cut off, and a probe to read it by. */
import { useCallback, useMemo } from 'preact/hooks'
import { type ScaleFunction, type ScaleParams, scaleFunction } from '../../../src/updates/index.ts'
import { adjust, visit } from '../../place.ts'
import { axes, type Frame, hatch, paint, placeIn, zeroLine } from '../../points/surface.ts'
import { Drawing } from '../../ui/drawing.tsx'
import { colour, isDark } from '../../ui/theme.ts'

const MARGIN = { left: 34, right: 6, top: 6, bottom: 22 }

interface SurfaceProps {
  readonly label: string
  readonly params: ScaleParams
  /** Taken off f, for the difference of two points. */
  readonly minus?: ScaleParams | undefined
  readonly span: number
  readonly probe: readonly [number, number]
}

export function Surface({ label, params, minus, span, probe }: SurfaceProps) {
  const key = JSON.stringify([params, minus])
  // `key` stands for both points, below `f` does.
  const f = useMemo(() => surfaceOf(params, minus), [key])
  const dark = isDark()
  const [x, y] = probe
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) => {
      const frame = {
        width: width - MARGIN.left - MARGIN.right,
        height: height - MARGIN.top - MARGIN.bottom,
        spanO: span,
        spanR: 2 * span,
      }
      context.clearRect(0, 0, width, height)
      context.save()
      context.translate(MARGIN.left, MARGIN.top)
      paint(context, frame, f, dark)
      if (!minus) {
        hatch(context, frame, params)
        zeroLine(context, frame, params)
      }
      axes(context, frame)
      drawProbe(context, frame, [x, y])
      context.restore()
    },
    [f, span, x, y, dark],
  )

  const point = (event: PointerEvent, write: typeof adjust) => {
    const box = (event.currentTarget as HTMLCanvasElement).getBoundingClientRect()
    const across = (event.clientX - box.left - MARGIN.left) / (box.width - MARGIN.left - MARGIN.right)
    const down = (event.clientY - box.top - MARGIN.top) / (box.height - MARGIN.top - MARGIN.bottom)
    write({ at: probeText(span, span * (2 * across - 1), 2 * span * (1 - 2 * down)) })
  }
  return (
    <Drawing
      label={`${label}; arrow keys move the probe`}
      aspect={1}
      draw={draw}
      tabIndex={0}
      class="surface"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        point(event, visit)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) point(event, adjust)
      }}
      onKeyDown={(event) => {
        const moved = arrows[event.key]
        if (!moved) return
        event.preventDefault()
        const write = event.repeat ? adjust : visit
        write({ at: probeText(span, x + (moved[0] * span) / 30, y + (moved[1] * span) / 15) })
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

function probeText(span: number, x: number, y: number): string {
  const short = (value: number, limit: number) =>
    String(Number(Math.max(-limit, Math.min(limit, value)).toFixed(3)))
  return `${short(x, span)},${short(y, 2 * span)}`
}

function surfaceOf(params: ScaleParams, minus: ScaleParams | undefined): ScaleFunction {
  const f = scaleFunction(params)
  if (!minus) return f
  const g = scaleFunction(minus)
  return (deltaO, deltaR) => f(deltaO, deltaR) - g(deltaO, deltaR)
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
