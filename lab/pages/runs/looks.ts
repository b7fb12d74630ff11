/** What a visitor calls the runs of a folder, their colours, and which are hidden: kept in the browser. */
import { signal } from '@preact/signals'
import type { Look } from '../../ui/look.tsx'

type Looks = Readonly<Record<string, Partial<Look>>>

const KEY = 'formscale.looks'

const all = signal<Readonly<Record<string, Looks>>>(stored())

/** What was changed of a run, by its path; reading it follows changes. */
export const lookOf = (dir: string, path: string): Partial<Look> => all.value[dir]?.[path] ?? {}

export function changeLook(dir: string, path: string, change: Partial<Look>): void {
  const looks = { ...all.value[dir], [path]: { ...lookOf(dir, path), ...change } }
  all.value = { ...all.value, [dir]: looks }
  try {
    localStorage.setItem(KEY, JSON.stringify(all.value))
  } catch {
    // A browser that keeps nothing still shows it until the page is left.
  }
}

function stored(): Readonly<Record<string, Looks>> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof found === 'object' && found !== null ? (found as Readonly<Record<string, Looks>>) : {}
  } catch {
    return {}
  }
}
