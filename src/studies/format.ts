/** Numbers as text, the same in the terminal and in reports. */
import type { Estimate } from './statistics/index.ts'

/** What stands for a number that doesn't exist. */
export const NONE = '–'

/** Four significant digits, three below 1; integers from 1,000 on. */
export const number = (value: number) => fixed(value, decimals(value))

/** The value, and its interval (95 %) to as many decimals. */
export function estimateText(estimate: Estimate | null): { value: string; interval: string } {
  if (!estimate) return { value: NONE, interval: '' }
  const { value, interval } = estimate
  const places = decimals(value)
  return {
    value: fixed(value, places),
    interval: interval ? `[${fixed(interval.low, places)}, ${fixed(interval.high, places)}]` : '',
  }
}

/** `487.1 [470.2, 498.0]`. */
export function estimateLine(estimate: Estimate | null): string {
  const { value, interval } = estimateText(estimate)
  return interval ? `${value} ${interval}` : value
}

/** Whole numbers with thousands apart: `1,234,567`. */
export const whole = (value: number) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')

/** Seconds as `8.4 s`, `3 min 20 s` or `2 h 5 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return NONE
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const minutes = Math.floor(Math.round(seconds) / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds) % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `3 seeds`, `1 seed`. */
export const plural = (count: number, noun: string) => `${whole(count)} ${noun}${count === 1 ? '' : 's'}`

/** `a`, `a and b`, `a, b and c`. */
export const enumerate = (items: readonly string[]) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`

function decimals(value: number): number {
  const size = Math.abs(value)
  if (size >= 1000 || size < TINY) return 0
  const digits = size < 1 ? 3 : 4
  return Math.min(8, Math.max(1, digits - 1 - Math.floor(Math.log10(size))))
}

/** Below this a number is written with an exponent. */
const TINY = 1e-5

function fixed(value: number, places: number): string {
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places }
  const tiny = value !== 0 && Math.abs(value) < TINY && places === 0
  const text = tiny ? value.toExponential(2) : value.toLocaleString('en', digits)
  // A true minus sign, as wide as the digits; none before a zero.
  return /^-[0.]*$/.test(text) ? text.slice(1) : text.replaceAll('-', '−')
}
