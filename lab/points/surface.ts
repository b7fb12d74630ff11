/** f(Δo, Δr) on a canvas: a heat map, its zero line, and where it is cut off. The origin is at the upper left corner. */
import type { Reference, ScaleFunction } from '../../src/updates/index.ts'
import { contour } from '../ui/contour.ts'
import { divergingOffset, divergingTable } from '../ui/diverging.ts'
import { colour } from '../ui/theme.ts'
import { ticks } from '../ui/ticks.ts'
import type { Landmarks } from './landmarks.ts'

/** Colours are even in asinh(f), full at this |f|, so that small pushes are seen beside large ones. */
export const FULL = 8
export const tone = (f: number) => Math.asinh(2 * f) / Math.asinh(2 * FULL)

/** Side of a grid cell of the zero line, CSS pixels. */
const CELL = 3

export interface Frame {
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  /** Half of what it shows of Δo, from left to right, and of Δr, from bottom to top. */
  readonly spanO: number
  readonly spanR: number
}

/** Where (Δo, Δr) is in the frame. */
export const placeIn = (
  { width, height, spanO, spanR }: Frame,
  deltaO: number,
  deltaR: number,
): readonly [x: number, y: number] => [
  ((deltaO / spanO + 1) / 2) * width,
  ((1 - deltaR / spanR) / 2) * height,
]

/** Of a frame in its drawing: room for the numbers and names of its axes. */
export const margin = { left: 46, right: 8, top: 6, bottom: 40 }

export function paint(
  context: CanvasRenderingContext2D,
  { width, height, spanO, spanR }: Frame,
  f: ScaleFunction,
  dark: boolean,
): void {
  const columns = Math.max(1, Math.round(width / 2))
  const rows = Math.max(1, Math.round(height / 2))
  const table = divergingTable(dark)
  const image = new ImageData(columns, rows)
  for (let row = 0; row < rows; row++) {
    const deltaR = spanR * (1 - (2 * (row + 0.5)) / rows)
    for (let column = 0; column < columns; column++) {
      const deltaO = spanO * ((2 * (column + 0.5)) / columns - 1)
      const push = f(deltaO, deltaR)
      const from = divergingOffset(tone(push || 0))
      const to = 4 * (row * columns + column)
      image.data[to] = table[from]
      image.data[to + 1] = table[from + 1]
      image.data[to + 2] = table[from + 2]
      image.data[to + 3] = Number.isNaN(push) ? 0 : 255
    }
  }
  const canvas = new OffscreenCanvas(columns, rows)
  canvas.getContext('2d')?.putImageData(image, 0, 0)
  context.drawImage(canvas, 0, 0, width, height)
}

/** Thin diagonals where nothing is left of the push. */
export function hatch(
  context: CanvasRenderingContext2D,
  { width, height, spanO, spanR }: Frame,
  { isCutOff }: Landmarks,
): void {
  const step = 2
  context.save()
  context.beginPath()
  for (let py = 0; py < height; py += step) {
    const deltaR = spanR * (1 - (2 * (py + step / 2)) / height)
    let run = -1 // where the present run of cut-off pixels began
    for (let px = 0; px <= width + step; px += step) {
      const deltaO = spanO * ((2 * (px + step / 2)) / width - 1)
      const cutOff = px < width && isCutOff(deltaO, deltaR)
      if (cutOff && run < 0) run = px
      if (cutOff || run < 0) continue
      context.rect(run, py, px - run, step)
      run = -1
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

/** Where the push turns. */
export function zeroLine(
  context: CanvasRenderingContext2D,
  { width, height, spanO, spanR }: Frame,
  { balance }: Landmarks,
): void {
  const columns = Math.ceil(width / CELL) + 1
  const rows = Math.ceil(height / CELL) + 1
  const field = new Float64Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const deltaO = spanO * ((2 * column) / (columns - 1) - 1)
      const deltaR = spanR * (1 - (2 * row) / (rows - 1))
      field[row * columns + column] = balance(deltaO, deltaR)
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

export interface AxisNames {
  readonly deltaO: string
  readonly deltaR: string
}

/** What the axes are in the two readings. */
export const axisNames: Readonly<Record<Reference, AxisNames>> = {
  logprob: { deltaO: 'log ratio (Δo)', deltaR: 'advantage (Δr)' },
  output: { deltaO: 'output moved (Δo)', deltaR: 'return less output (Δr)' },
}

export function axes(
  context: CanvasRenderingContext2D,
  { width, height, spanO, spanR }: Frame,
  names: AxisNames,
): void {
  const across = (value: number) => ((value / spanO + 1) / 2) * width
  const down = (value: number) => ((1 - value / spanR) / 2) * height
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
  for (const value of ticks(-spanO, spanO, count)) context.fillText(signed(value), across(value), height + 6)
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const value of ticks(-spanR, spanR, count)) context.fillText(signed(value), -6, down(value))
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  context.fillText(names.deltaO, width / 2, height + 34)
  context.save()
  context.translate(-34, height / 2)
  context.rotate(-Math.PI / 2)
  context.fillText(names.deltaR, 0, 0)
  context.restore()
}

const signed = (value: number) => String(value).replace('-', '−')
