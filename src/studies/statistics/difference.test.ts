import { describe, expect, it } from 'vitest'
import { stream } from '../../random/index.ts'
import { aggregate, aggregateDifference, scoresOf } from './index.ts'

const normals = (runs: number, at: number, name: 'actions' | 'logs') => {
  const random = stream(1, name)
  return Array.from({ length: runs }, () => [at + random.normal(), at + 3 * random.normal()])
}

describe('aggregateDifference', () => {
  const x = scoresOf('x', normals(60, 1, 'actions'))
  const y = scoresOf('y', normals(40, 0, 'logs'))

  it('is the difference of the two aggregates', () => {
    for (const which of ['iqm', 'mean', 'median', 'optimalityGap'] as const)
      expect(aggregateDifference(x, y, which).value).toBeCloseTo(
        aggregate(x, which).value - aggregate(y, which).value,
        12,
      )
  })

  it('has the interval of the normal approximation, for means of many runs', () => {
    const variance = (table: number[][], e: number) => {
      const column = table.map((row) => row[e])
      const mean = column.reduce((sum, value) => sum + value) / column.length
      return column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length ** 2
    }
    const tables = [normals(60, 1, 'actions'), normals(40, 0, 'logs')]
    const squares = tables.flatMap((table) => [0, 1].map((e) => variance(table, e) / 4))
    const error = 1.96 * Math.sqrt(squares.reduce((sum, square) => sum + square))
    const { value, interval } = aggregateDifference(x, y, 'mean')
    expect(value - interval!.low).toBeCloseTo(error, 1)
    expect(interval!.high - value).toBeCloseTo(error, 1)
  })

  it('against runs that are all the same is the interval of the other, moved', () => {
    const { low, high } = aggregate(x, 'iqm', { random: stream(0, 'bootstrap', 0) }).interval!
    const same = scoresOf('same', [
      [2, 2],
      [2, 2],
    ])
    const { interval } = aggregateDifference(x, same, 'iqm')
    expect(interval!.low).toBeCloseTo(low - 2, 12)
    expect(interval!.high).toBeCloseTo(high - 2, 12)
  })

  it('has none for a single run, and refuses other environments', () => {
    expect(aggregateDifference(x, scoresOf('one', [[1, 2]]), 'iqm').interval).toBeNull()
    expect(() => aggregateDifference(x, scoresOf('other', [[1]]), 'iqm')).toThrow(/environments/)
  })
})
