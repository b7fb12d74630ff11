import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Metrics } from '../../training/metrics.ts'
import { gapIn, MAX_ROWS, strideAt } from '../files/index.ts'
import { MetricsFile } from './metrics-file.ts'

let file: string
beforeEach(() => {
  file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'formscale-')), 'metrics.jsonl')
})
afterEach(() => fs.rmSync(path.dirname(file), { recursive: true }))

const row = (update: number) => ({ update, step: 10 * update, loss: 1 / update }) as unknown as Metrics
const updates = () => {
  const text = fs.readFileSync(file, 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).update as number)
}
function write(from: number, to: number): number {
  const metrics = new MetricsFile(file, from)
  let due = 0
  for (let update = from + 1; update <= to; update++) due += metrics.append(row(update)) ? 1 : 0
  metrics.finish()
  metrics.close()
  return due
}

test('the stride is the least power of two that keeps the rows within bounds', () => {
  for (const n of [1, MAX_ROWS, MAX_ROWS + 1, 2 * MAX_ROWS, 5 * MAX_ROWS, 1e9]) {
    const stride = strideAt(n)
    expect(Number.isInteger(Math.log2(stride))).toBe(true)
    expect(Math.ceil(n / stride)).toBeLessThanOrEqual(MAX_ROWS)
    if (stride > 1) expect(n / (stride / 2)).toBeGreaterThan(MAX_ROWS)
  }
})

test('a short run has a row an update', () => {
  expect(write(0, 5)).toBe(5)
  expect(updates()).toEqual([1, 2, 3, 4, 5])
})

test('a long run has every fourth, and its last', () => {
  const total = 3 * MAX_ROWS + 7
  write(0, total)
  const expected = Array.from({ length: Math.floor(total / 4) }, (_, i) => 4 * (i + 1))
  expect(updates()).toEqual([...expected, total])
})

test('a run that was stopped, or killed after it had thinned its rows, ends in the same file', () => {
  const total = 2 * MAX_ROWS + 10
  write(0, total)
  const whole = fs.readFileSync(file, 'utf8')
  fs.rmSync(file)
  write(0, 1001)
  write(1001, MAX_ROWS + 30)
  fs.appendFileSync(file, '{"update":8223,"st')
  // The last checkpoint is older than the thinning.
  write(MAX_ROWS - 5, total)
  expect(fs.readFileSync(file, 'utf8')).toBe(whole)
})

test('a run does not go on after rows that are gone', () => {
  write(0, 5)
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  fs.writeFileSync(file, `${lines.slice(0, 3).join('\n')}\n`)
  expect(() => new MetricsFile(file, 5)).toThrow(/metrics.jsonl has no rows between updates 3 and 5, which/)
  fs.rmSync(file)
  write(5, 7)
  write(7, 8)
  expect(updates()).toEqual([6, 7, 8])
})

test('a gap is told from rows that were thinned', () => {
  const every = (stride: number, from: number, to: number) =>
    Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_, i) => from + stride * i)
  expect(gapIn([])).toBe(undefined)
  expect(gapIn(every(1, 1, 9))).toBe(undefined)
  expect(gapIn([...every(4, 4, 3 * MAX_ROWS), 3 * MAX_ROWS + 3])).toBe(undefined)
  // Thinned, then taken up from an older checkpoint.
  expect(gapIn([...every(2, 2, MAX_ROWS - 6), ...every(1, MAX_ROWS - 5, MAX_ROWS)])).toBe(undefined)
  expect(gapIn([1, 2, 4])).toEqual([2, 4])
  expect(gapIn([2, 4, 5, 7])).toEqual([5, 7])
  expect(gapIn([...every(4, 4, MAX_ROWS), ...every(4, MAX_ROWS + 12, 3 * MAX_ROWS)])).toEqual([
    MAX_ROWS,
    MAX_ROWS + 12,
  ])
})
