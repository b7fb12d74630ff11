/** SVG as text, an element at a time. */
import { escapeText } from './svg.ts'

type Value = string | number | undefined

/** An element; numbers are rounded to a tenth of a pixel, and attributes without a value left out. */
export function element(name: string, attributes: Readonly<Record<string, Value>>, content = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : ` ${key}="${typeof value === 'number' ? px(value) : escapeText(value)}"`,
  )
  return `<${name}${written.join('')}${content === '' ? '/>' : `>${content}</${name}>`}`
}

/** A coordinate or length, in pixels. */
export const px = (value: number) => String(Number(value.toFixed(1)))

/** Text centred on x, or as `anchor` says; its baseline is at y. */
export const label = (x: number, y: number, text: string, attributes: Readonly<Record<string, Value>> = {}) =>
  element('text', { x, y, ...attributes }, escapeText(text))

/** What a pointer that rests on the element reads. */
export const tip = (text: string) => element('title', {}, escapeText(text))
