/** Where the time of a run went, as a tree of shares. */
import { duration } from '../../studies/format.ts'
import type { ProfileRow } from '../../training/index.ts'

/** Shares below this are left out. */
const LEAST = 0.0005

/** @param cpuSeconds that the process has computed meanwhile, on all cores. */
export function profileText([all, ...rows]: readonly ProfileRow[], cpuSeconds: number): string {
  const shown = rows.filter(({ share }) => share >= LEAST)
  const names = shown.map(({ name, depth }) => `${'  '.repeat(depth)}${name}`)
  const width = Math.max(...names.map((name) => name.length))
  const lines = shown.map(
    ({ share, depth }, i) =>
      `${names[i].padEnd(width + 2 * depth)}${`${(100 * share).toFixed(1)} %`.padStart(8)}`,
  )
  return [
    `where the time went: ${duration(all.seconds)}, ${duration(cpuSeconds)} of a processor`,
    ...lines,
  ].join('\n')
}
