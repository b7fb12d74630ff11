/** f(Δo, Δr) as a heat map with its zero line, where it is cut off, and a probe to read it by. */
import { useCallback, useMemo } from 'preact/hooks'
import { type ScaleFunction, type ScaleParams, scaleFunction } from '../../../src/updates/index.ts'
import { residual, trustFactor } from '../../../src/updates/scale.ts'
import { adjust, visit } from '../../place.ts'
import { contour } from '../../ui/contour.ts'
import { divergingOffset, divergingTable } from '../../ui/diverging.ts'
import { Drawing } from '../../ui/drawing.tsx'
import { colour, isDark } from '../../ui/theme.ts'
import { ticks } from '../../ui/ticks.ts'

/** Colours are even in asinh(f), full at this |f|, so that small pushes are seen beside large ones. */
const FULL = 8
export const tone = (f: number) => Math.asinh(2 * f) / Math.asinh(2 * FULL)

const MARGIN = { left: 34, right: 6, top: 6, bottom: 22 }
/** Side of a grid cell of the zero line, CSS pixels. */
const CELL = 3

interface SurfaceProps {
  readonly label: string
  readonly params: ScaleParams
  /** Taken off f, for the difference of two points. */
  readonly minus?: ScaleParams | undefined
  readonly span: number
  readonly probe: readonly [number, number]
}

interface Frame {
  readonly width: number
  readonly height: number
  readonly span: number
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
        span,
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

function paint(
  context: CanvasRenderingContext2D,
  { width, height, span }: Frame,
  f: ScaleFunction,
  dark: boolean,
): void {
  const columns = Math.max(1, Math.round(width))
  const rows = Math.max(1, Math.round(height / 2))
  const table = divergingTable(dark)
  const image = new ImageData(columns, rows)
  for (let row = 0; row < rows; row++) {
    const deltaR = 2 * span * (1 - (2 * (row + 0.5)) / rows)
    for (let column = 0; column < columns; column++) {
      const deltaO = span * ((2 * (column + 0.5)) / columns - 1)
      const from = divergingOffset(tone(f(deltaO, deltaR)))
      const to = 4 * (row * columns + column)
      image.data[to] = table[from]
      image.data[to + 1] = table[from + 1]
      image.data[to + 2] = table[from + 2]
      image.data[to + 3] = 255
    }
  }
  const canvas = new OffscreenCanvas(columns, rows)
  canvas.getContext('2d')?.putImageData(image, 0, 0)
  context.drawImage(canvas, 0, 0, width, height)
}

/** Thin diagonals where the trust region leaves nothing. */
function hatch(context: CanvasRenderingContext2D, { width, height, span }: Frame, params: ScaleParams): void {
  if (params.trust.kind !== 'clip') return
  const step = 2
  context.save()
  context.beginPath()
  for (let py = 0; py < height; py += step) {
    for (let px = 0; px < width; px += step) {
      const deltaO = span * ((2 * (px + step / 2)) / width - 1)
      const deltaR = 2 * span * (1 - (2 * (py + step / 2)) / height)
      if (trustFactor(params.trust, deltaO, residual(params, deltaO, deltaR)) === 0)
        context.rect(px, py, step, step)
    }
  }
  context.clip()
  context.strokeStyle = colour('--ink')
  context.globalAlpha = 0.22
  context.lineWidth = 1
  context.beginPath()
  for (let start = -height; start < width; start += 7) {
    context.moveTo(start, height)
    context.lineTo(start + height, 0)
  }
  context.stroke()
  context.restore()
}

/** Where evidence and distance are in balance, and beyond a linear trust region, where it begins to pull back. */
function zeroLine(
  context: CanvasRenderingContext2D,
  { width, height, span }: Frame,
  params: ScaleParams,
): void {
  const columns = Math.ceil(width / CELL) + 1
  const rows = Math.ceil(height / CELL) + 1
  const field = new Float64Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const deltaO = span * ((2 * column) / (columns - 1) - 1)
      const deltaR = 2 * span * (1 - (2 * row) / (rows - 1))
      const u = residual(params, deltaO, deltaR)
      field[row * columns + column] =
        u * (params.trust.kind === 'linear' ? trustFactor(params.trust, deltaO, u) : 1)
    }
  }
  const [sx, sy] = [width / (columns - 1), height / (rows - 1)]
  context.save()
  context.beginPath()
  context.rect(0, 0, width, height)
  context.clip()
  context.strokeStyle = colour('--ink')
  context.lineWidth = 1.75
  context.lineCap = 'round'
  context.beginPath()
  for (const [x0, y0, x1, y1] of contour(field, columns, 0)) {
    context.moveTo(x0 * sx, y0 * sy)
    context.lineTo(x1 * sx, y1 * sy)
  }
  context.stroke()
  context.restore()
}

function axes(context: CanvasRenderingContext2D, { width, height, span }: Frame): void {
  const across = (value: number) => ((value / span + 1) / 2) * width
  const down = (value: number) => ((1 - value / (2 * span)) / 2) * height
  context.strokeStyle = colour('--ink')
  context.lineWidth = 1
  context.globalAlpha = 0.18
  context.beginPath()
  context.moveTo(across(0), 0)
  context.lineTo(across(0), height)
  context.moveTo(0, down(0))
  context.lineTo(width, down(0))
  context.stroke()
  context.globalAlpha = 0.4
  context.strokeRect(0.5, 0.5, width - 1, height - 1)
  context.globalAlpha = 1
  context.fillStyle = colour('--muted')
  context.font = `11px ${colour('--sans')}`
  context.textAlign = 'center'
  context.textBaseline = 'top'
  const count = width > 260 ? 6 : 3
  // The last place of either axis is its name's.
  for (const value of ticks(-span, span, count))
    if (value < 0.9 * span) context.fillText(signed(value), across(value), height + 6)
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const value of ticks(-2 * span, 2 * span, count))
    if (value < 1.8 * span) context.fillText(signed(value), -6, down(value))
  context.font = `italic 15px ${colour('--math')}`
  context.fillText('Δr', -6, 7)
  context.textBaseline = 'top'
  context.fillText('Δo', width, height + 4)
}

const signed = (value: number) => String(value).replace('-', '−')

function drawProbe(
  context: CanvasRenderingContext2D,
  { width, height, span }: Frame,
  [deltaO, deltaR]: readonly [number, number],
): void {
  const x = ((deltaO / span + 1) / 2) * width
  const y = ((1 - deltaR / (2 * span)) / 2) * height
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
