/** Pairwise probability of improvement, as a matrix. */
import { type Estimate, improvementPairs, type Scores } from '../../statistics/index.ts'
import { colourOf } from '../theme.ts'
import { type Cell, cellFigure } from './cells.ts'
import { csv } from './csv.ts'
import { type Figure, NARROW, WIDE } from './figure.ts'

const MATRIX = 'Probability of improvement'

/**
 * Row better than column, for every pair.
 *
 * @param members scores in which higher is better, the best update first.
 */
export function improvementMatrix(
  members: readonly { readonly name: string; readonly scores: Scores }[],
): Figure {
  const pairs = improvementPairs(members.map(({ scores }) => scores))
  const names = members.map(({ name }) => name)
  const labels = members.map(({ scores }) => scores.name)
  const draw = (width: number, nameLength: number) =>
    cellFigure({
      title: MATRIX,
      ...namesFor(names, width),
      cell: (row, column) => {
        const estimate = pairs[row][column]
        return estimate && cellOf(names[row], names[column], estimate)
      },
      width,
      rowHeight: 40,
      nameLength,
    })
  const wide = draw(WIDE, 36)
  const rows = pairs.flatMap((line, row) =>
    line.flatMap((estimate, column) =>
      estimate
        ? [
            [
              labels[row],
              labels[column],
              estimate.value,
              estimate.interval?.low ?? null,
              estimate.interval?.high ?? null,
            ],
          ]
        : [],
    ),
  )
  return {
    name: 'improvement',
    title: MATRIX,
    wide,
    narrow: draw(NARROW, 14),
    file: wide,
    csv: csv(['update', 'over', 'probability', 'low95', 'high95'], rows),
  }
}

/** Columns have names where there is room, else numbers, which then stand before the rows' names. */
function namesFor(names: readonly string[], width: number) {
  const longest = Math.max(...names.map(({ length }) => length))
  const room = Math.min(15, (0.75 * width) / names.length / 7)
  const numbered = longest > room
  return {
    rows: { title: 'a run of …', names: numbered ? names.map((name, i) => `${i + 1}  ${name}`) : names },
    columns: {
      title: '… scores better than one of',
      names: numbered ? names.map((_, i) => String(i + 1)) : names,
    },
  }
}

/** Blue where the row is better, orange where it is worse, stronger the surer. */
function cellOf(row: string, column: string, { value, interval }: Estimate): Cell {
  const bounds = interval && `${short(interval.low)}–${short(interval.high)}`
  return {
    fill: colourOf(value >= 0.5 ? 0 : 1),
    opacity: 0.06 + 0.6 * Math.abs(2 * value - 1),
    ink: 'var(--ink)',
    text: short(value),
    ...(bounds && { note: bounds }),
    tip: `${row} better than ${column}: ${short(value)}${bounds ? `, 95 % interval ${bounds}` : ''}`,
  }
}

const short = (value: number) => value.toFixed(2)
