/** The surface f(Δo, Δr) in characters. */
import type { ScaleFunction } from '../../updates/index.ts'

/** Half of what is shown, logits. */
const SPAN = { deltaO: 1, deltaR: 2 }
const SIZE = { columns: 61, rows: 17 }
/** From weak to strong. */
const UP = ['+', '*', '#', '@']
const DOWN = ['-', '~', '=', '%']
/** A push below this share of the strongest is none. */
const NOTHING = 1e-6

/** Lines of a picture with its axes: Δo to the right, Δr upwards. */
export function surfaceText(f: ScaleFunction): string {
  const rows = along(SIZE.rows, SPAN.deltaR).reverse()
  const columns = along(SIZE.columns, SPAN.deltaO)
  const pushes = rows.map((deltaR) => columns.map((deltaO) => f(deltaO, deltaR)))
  const strongest = Math.max(...pushes.flat().map(Math.abs))
  const lines = pushes.map((row, i) => {
    const label = [0, (SIZE.rows - 1) / 2, SIZE.rows - 1].includes(i) ? String(rows[i]) : ''
    return `${label.padStart(4)} ${row.map((push) => characterOf(push, strongest)).join('')}`
  })
  const [left, middle, right] = [-SPAN.deltaO, 0, SPAN.deltaO].map(String)
  const half = (SIZE.columns - 1) / 2
  return [
    '  Δr',
    ...lines,
    `     ${left.padEnd(half)}${middle}${right.padStart(half)}  Δo`,
    `     pushed up ${UP.join(' ')}   down ${DOWN.join(' ')}   not at all ·   strongest ${strongest.toPrecision(3)}`,
  ].join('\n')
}

const along = (count: number, span: number) =>
  Array.from({ length: count }, (_, i) => (span * (2 * i - (count - 1))) / (count - 1))

function characterOf(push: number, strongest: number): string {
  const share = Math.abs(push) / strongest
  if (!(share > NOTHING)) return '·'
  const shades = push > 0 ? UP : DOWN
  return shades[Math.min(shades.length - 1, Math.floor(share * shades.length))]
}
