/**
 * Where the visitor is: a page and its state, both in the fragment (`#/explore?a=ppo`), so that every view is a link
 * and works on any static host. Back and forward walk through it.
 */
import { signal } from '@preact/signals'

export type Query = Readonly<Record<string, string>>

export interface Place {
  /** First part of the fragment's path; '' at the entrance. */
  readonly page: string
  readonly query: Query
}

/** Milliseconds between two rewrites of the address while a control is dragged; browsers refuse floods. */
const REWRITE_EVERY_MS = 150

const current = signal(parsePlace(globalThis.location?.hash ?? ''))
let rewriting: ReturnType<typeof setTimeout> | undefined

/** The place now; reading it in a component subscribes the component. */
export const place = () => current.value

/** The link to a page in a state. */
export function linkTo(page: string, query: Query = {}): string {
  const parts = Object.entries(query).map(([key, value]) => `${encode(key)}=${encode(value)}`)
  return `#/${page}${parts.length > 0 ? `?${parts.join('&')}` : ''}`
}

/** The place that a fragment names. */
export function parsePlace(fragment: string): Place {
  const text = fragment.replace(/^#\/?/, '')
  const [path] = text.split('?', 1)
  // A second ? belongs to a value, such as an environment's options.
  const query = text.slice(path.length + 1)
  return { page: decode(path), query: parseQuery(query) }
}

/** A new state of this page as a new entry of the history. Keys with undefined are taken out. */
export function visit(changes: Readonly<Record<string, string | undefined>>): void {
  flush()
  current.value = changed(changes)
  history.pushState(null, '', linkTo(current.value.page, current.value.query))
}

/** The same without a new entry: for what changes many times in one gesture. */
export function adjust(changes: Readonly<Record<string, string | undefined>>): void {
  current.value = changed(changes)
  rewriting ??= setTimeout(flush, REWRITE_EVERY_MS)
}

/** One or the other: whether this goes on with a gesture that has made its entry. */
export const write = (changes: Parameters<typeof visit>[0], again: boolean): void =>
  again ? adjust(changes) : visit(changes)

/** Keeps the place in step with the address bar. */
export function followAddress(): void {
  addEventListener('popstate', () => {
    clearTimeout(rewriting)
    rewriting = undefined
    current.value = parsePlace(location.hash)
  })
  addEventListener('pagehide', flush)
}

function flush(): void {
  if (rewriting === undefined) return
  clearTimeout(rewriting)
  rewriting = undefined
  history.replaceState(null, '', linkTo(current.value.page, current.value.query))
}

function changed(changes: Readonly<Record<string, string | undefined>>): Place {
  const { page, query } = current.value
  const merged = Object.entries({ ...query, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return { page, query: Object.fromEntries(merged) }
}

function parseQuery(text: string): Query {
  const pairs = text.split('&').filter(Boolean)
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
    }),
  )
}

/** Percent-encoding that leaves what a fragment may hold, so that links stay readable. */
const encode = (text: string) => encodeURIComponent(text).replace(/%(3A|3B|2C|2F|40)/g, decodeURIComponent)

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray % is no reason to lose the rest of a link
  }
}
