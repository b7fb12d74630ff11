/** What a row of `metrics.jsonl` and a `result.json` must be, wherever they come from. */
import { printable } from '../printable.ts'
import { type Metrics, type Result, withPresentNames } from './metrics.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * A row of metrics, with the names of today. Fields that this version doesn't know may be there, as numbers or null.
 *
 * @throws Error such as `step is -1; it must be a whole number from 0`.
 */
export function metricsFrom(row: unknown): Metrics {
  const fields = objectFrom(row)
  requireCount(fields, 'update', 1)
  requireCount(fields, 'step')
  requireCount(fields, 'episodes')
  for (const [name, value] of Object.entries(fields))
    if (value !== null && !Number.isFinite(value)) throw wrong(name, value, 'a finite number or null')
  return withPresentNames(fields)
}

/** @throws Error such as `meanReturn is Infinity; it must be a finite number or null`. */
export function resultFrom(result: unknown): Result {
  const fields = objectFrom(result)
  const { status, meanReturn, regret } = fields
  if (status !== 'finished' && status !== 'stopped') throw wrong('status', status, 'finished or stopped')
  if (fields['reason'] !== undefined && typeof fields['reason'] !== 'string')
    throw wrong('reason', fields['reason'], 'text')
  for (const name of ['steps', 'updates', 'episodes']) requireCount(fields, name)
  if (meanReturn !== null && !Number.isFinite(meanReturn))
    throw wrong('meanReturn', meanReturn, 'a finite number or null')
  if (regret !== undefined && !Number.isFinite(regret)) throw wrong('regret', regret, 'a finite number')
  requireBest(fields['best'])
  for (const name of ['seconds', 'stepsPerSecond'])
    if (!((fields[name] as number) >= 0) || !Number.isFinite(fields[name]))
      throw wrong(name, fields[name], 'a number from 0')
  return fields as unknown as Result
}

/** The best evaluation, where there was one. */
function requireBest(best: unknown): void {
  if (best === undefined) return
  const { step, meanReturn } = objectFrom(best)
  requireCount({ 'best.step': step }, 'best.step')
  if (!Number.isFinite(meanReturn)) throw wrong('best.meanReturn', meanReturn, 'a finite number')
}

function objectFrom(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('it is not a JSON object')
  return value as Fields
}

function requireCount(fields: Fields, name: string, least = 0): void {
  const value = fields[name]
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw wrong(name, value, `a whole number from ${least}`)
}

function wrong(name: string, value: unknown, wanted: string): Error {
  const shown = value === undefined ? 'missing' : typeof value === 'number' ? value : JSON.stringify(value)
  return new Error(`${name} is ${printable(String(shown).slice(0, 100))}; it must be ${wanted}`)
}
